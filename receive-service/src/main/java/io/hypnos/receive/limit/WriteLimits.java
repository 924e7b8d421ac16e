package io.hypnos.receive.limit;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.hypnos.service.config.ConfigException;
import io.hypnos.service.config.YamlMap;
import io.hypnos.service.tenancy.TenantId;

/// What a limits file says, Thanos' YAML:
///
///     write:
///       global: {max_concurrency: 30, meta_monitoring_url: "http://…", meta_monitoring_limit_query: "sum(…) by (tenant)"}
///       default: {request: {size_bytes_limit: 0, series_limit: 0, samples_limit: 0}, head_series_limit: 0}
///       tenants: {acme: {request: {series_limit: 50000}, head_series_limit: 2000}}
///
/// 0 is no limit. What a tenant's entry leaves out it has from the default. Unknown keys are refused with their line.
///
/// @param maxConcurrency requests worked on at a time; 0 for no limit
/// @param monitoring     where the series of each tenant are counted; empty to count those in this process
public record WriteLimits(int maxConcurrency, Optional<MetaMonitoring> monitoring, TenantLimits byDefault,
        Map<TenantId, TenantLimits> byTenant) {

    public static final WriteLimits NONE = new WriteLimits(0, Optional.empty(), TenantLimits.NONE, Map.of());

    private static final String DEFAULT_QUERY = "sum(prometheus_tsdb_head_series) by (tenant)";

    public WriteLimits {
        byTenant = Map.copyOf(byTenant);
    }

    /// A Prometheus API that knows how many series each tenant has.
    ///
    /// @param query gives a vector with the label `tenant`
    public record MetaMonitoring(URI url, String query) {}

    public TenantLimits of(TenantId tenant) {
        return byTenant.getOrDefault(tenant, byDefault);
    }

    /// Whether any tenant's series are limited.
    public boolean limitsHeadSeries() {
        return byDefault.headSeries() > 0 || byTenant.values().stream().anyMatch(limits -> limits.headSeries() > 0);
    }

    /// @throws ConfigException with the line of what cannot be used
    public static WriteLimits parse(String yaml, String origin) {
        YamlMap top = YamlMap.parse(yaml, origin);
        YamlMap write = top.map("write");
        top.refuseOthers();
        YamlMap global = write.map("global");
        int maxConcurrency = (int) limit(global, "max_concurrency", 0);
        Optional<MetaMonitoring> monitoring = monitoring(global);
        if (global.has("meta_monitoring_http_client")) {
            throw global.fault("meta_monitoring_http_client", "is not supported by this version of hypnos");
        }
        global.refuseOthers();
        TenantLimits byDefault = tenant(write.map("default"), TenantLimits.NONE);
        YamlMap named = write.map("tenants");
        var byTenant = new LinkedHashMap<TenantId, TenantLimits>();
        for (String name : named.names()) {
            if (!TenantId.isValid(name)) {
                throw named.fault(name, "is no tenant");
            }
            byTenant.put(new TenantId(name), tenant(named.map(name), byDefault));
        }
        write.refuseOthers();
        return new WriteLimits(maxConcurrency, monitoring, byDefault, byTenant);
    }

    private static Optional<MetaMonitoring> monitoring(YamlMap global) {
        String url = global.text("meta_monitoring_url", "");
        String query = global.text("meta_monitoring_limit_query", DEFAULT_QUERY);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(url);
            if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
                throw new IllegalArgumentException(url);
            }
            return Optional.of(new MetaMonitoring(uri, query));
        } catch (IllegalArgumentException e) {
            throw global.fault("meta_monitoring_url", "must be an http URL, not \"" + url + "\"");
        }
    }

    private static TenantLimits tenant(YamlMap map, TenantLimits otherwise) {
        YamlMap request = map.map("request");
        var limits = new TenantLimits(limit(request, "size_bytes_limit", otherwise.bytes()),
                limit(request, "series_limit", otherwise.series()),
                limit(request, "samples_limit", otherwise.samples()),
                limit(map, "head_series_limit", otherwise.headSeries()));
        request.refuseOthers();
        map.refuseOthers();
        return limits;
    }

    private static long limit(YamlMap map, String key, long otherwise) {
        long value = map.number(key, otherwise);
        if (value < 0) {
            throw map.fault(key, "must not be negative");
        }
        return value;
    }
}
