package io.hypnos.receive.limit;

/// What one tenant may write; 0 is no limit.
///
/// @param bytes      of a request, packed and unpacked
/// @param series     of a request
/// @param samples    of a request, floats and histograms
/// @param headSeries in the tenant's heads together
public record TenantLimits(long bytes, long series, long samples, long headSeries) {

    public static final TenantLimits NONE = new TenantLimits(0, 0, 0, 0);

    public boolean allowsBytes(long count) {
        return bytes == 0 || count <= bytes;
    }

    public boolean allowsSeries(long count) {
        return series == 0 || count <= series;
    }

    public boolean allowsSamples(long count) {
        return samples == 0 || count <= samples;
    }
}
