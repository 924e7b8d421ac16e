package io.hypnos.allinone.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagGroup;

/// Who the load tool says it is.
@FlagGroup("Tenants and headers")
final class TenantFlags {

    @Option(names = "--tenants", paramLabel = "<n>", description = "Number of tenants that share the series; 0 sends no tenant header at all.")
    private int tenants;

    @Option(names = "--tenant-prefix", paramLabel = "<text>", description = "Name of the tenants, before their number from 0.")
    private String prefix = "bench-";

    @Option(names = "--tenant-header", paramLabel = "<name>", description = "Header that carries the tenant.")
    private String header = "THANOS-TENANT";

    @Option(names = "--header", paramLabel = "<name: value>", description = "A header of every request, such as an Authorization; repeatable.")
    private List<String> headers = List.of();

    /// Number of tenants, 1 when none is named.
    int count() {
        if (tenants < 0) {
            throw new FlagException("flag --tenants: must not be negative");
        }
        return Math.max(1, tenants);
    }

    IntFunction<Map<String, String>> tenantHeaders() {
        return tenants == 0 ? number -> Map.of() : number -> Map.of(header, prefix + number);
    }

    Map<String, String> headers() {
        var parsed = new HashMap<String, String>();
        for (String text : headers) {
            int colon = text.indexOf(':');
            if (colon <= 0 || text.chars().anyMatch(c -> c == '\r' || c == '\n')) {
                throw new FlagException("flag --header: want \"name: value\", got \"" + text + "\"");
            }
            parsed.put(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
        }
        return parsed;
    }
}
