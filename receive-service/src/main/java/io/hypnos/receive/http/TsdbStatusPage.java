package io.hypnos.receive.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import io.hypnos.receive.tenant.TenantTsdb;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.service.tenancy.InvalidTenantException;
import io.hypnos.service.tenancy.TenantHeader;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.Form;
import io.hypnos.service.web.Parameters;
import io.hypnos.tsdb.head.HeadStatistics;

/// `/api/v1/status/tsdb` as Thanos' receive has it: what the heads of this node hold, one entry per tenant.
public final class TsdbStatusPage {

    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 10_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TenantTsdbs tenants;
    private final TenantHeader header;

    public TsdbStatusPage(TenantTsdbs tenants, TenantHeader header) {
        this.tenants = tenants;
        this.header = header;
    }

    Answer answer(IncomingWrite request, String query) {
        try {
            Form form = Form.parse("", query);
            var parameters = new Parameters(form);
            int limit = parameters.number("limit", DEFAULT_LIMIT);
            if (limit < 1 || limit > MAX_LIMIT) {
                throw ApiException.invalidParameter("limit", "must be in 1.." + MAX_LIMIT);
            }
            boolean all = parameters.flag("all_tenants", false);
            boolean named = !request.header(header.name(), "").isEmpty();
            if (all && named) {
                throw ApiException.badData("all_tenants cannot be used together with the header " + header.name());
            }
            Collection<TenantTsdb> wanted = all
                    ? tenants.all()
                    : tenants.find(header.resolve(request.header())).stream().toList();
            List<Map<String, Object>> data = new ArrayList<>();
            wanted.forEach(tenant -> data.add(entry(tenant, limit)));
            return json(200, Map.of("status", "success", "data", data));
        } catch (ApiException | InvalidTenantException e) {
            var error = new LinkedHashMap<String, Object>();
            error.put("status", "error");
            error.put("errorType", "bad_data");
            error.put("error", String.valueOf(e.getMessage()));
            return json(400, error);
        }
    }

    private static Answer json(int status, Object value) {
        return Answer.json(status, JSON.writeValueAsString(value).getBytes(UTF_8));
    }

    private static Map<String, Object> entry(TenantTsdb tenant, int limit) {
        HeadStatistics statistics = tenant.tsdb().headStatistics(limit);
        var head = new LinkedHashMap<String, Object>();
        head.put("numSeries", statistics.series());
        head.put("numLabelPairs", statistics.labelPairs());
        head.put("chunkCount", statistics.chunks());
        head.put("minTime", statistics.range().min());
        head.put("maxTime", statistics.range().max());
        var entry = new LinkedHashMap<String, Object>();
        entry.put("tenant", tenant.tenant().value());
        entry.put("headStats", head);
        entry.put("seriesCountByMetricName", counts(statistics.cardinality().seriesByMetric()));
        entry.put("labelValueCountByLabelName", counts(statistics.cardinality().valuesByLabel()));
        entry.put("memoryInBytesByLabelName", counts(statistics.cardinality().bytesByLabel()));
        entry.put("seriesCountByLabelValuePair", counts(statistics.cardinality().seriesByPair()));
        return entry;
    }

    private static List<Map<String, Object>> counts(List<HeadStatistics.Count> counts) {
        return counts.stream().map(count -> Map.<String, Object>of("name", count.name(), "value", count.value()))
                .toList();
    }
}
