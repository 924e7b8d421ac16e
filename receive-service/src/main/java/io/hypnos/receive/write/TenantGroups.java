package io.hypnos.receive.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.hypnos.receive.wire.ForwardedWrite.TenantPart;
import io.hypnos.receive.wire.ForwardedWrite.TenantSeries;
import io.hypnos.service.tenancy.TenantId;

/// The series of a request by the tenants that they belong to.
final class TenantGroups {

    private TenantGroups() {}

    /// @param own     the request's tenant
    /// @param tenants by series, another tenant or null; null when there is none but the request's
    static List<TenantPart> of(TenantId own, @Nullable TenantId @Nullable [] tenants, int seriesCount) {
        if (tenants == null) {
            return List.of(new TenantPart(own, IntStream.range(0, seriesCount).toArray(), seriesCount));
        }
        Map<TenantId, List<Integer>> groups = new LinkedHashMap<>();
        for (int series = 0; series < seriesCount; series++) {
            TenantId tenant = tenants[series] == null ? own : tenants[series];
            groups.computeIfAbsent(tenant, key -> new ArrayList<>()).add(series);
        }
        var parts = new ArrayList<TenantPart>();
        groups.forEach((tenant, series) -> parts
                .add(new TenantPart(tenant, series.stream().mapToInt(Integer::intValue).toArray(), series.size())));
        return parts;
    }

    /// The tenants of a forwarded write, those that come twice together.
    static List<TenantPart> of(List<TenantSeries> tenants) {
        Map<TenantId, IntStream> groups = new LinkedHashMap<>();
        for (TenantSeries one : tenants) {
            groups.merge(one.tenant(), IntStream.range(one.from(), one.to()), IntStream::concat);
        }
        var parts = new ArrayList<TenantPart>();
        groups.forEach((tenant, series) -> {
            int[] numbers = series.toArray();
            parts.add(new TenantPart(tenant, numbers, numbers.length));
        });
        return parts;
    }
}
