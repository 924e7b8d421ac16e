package io.hypnos.query.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagException;

/// Endpoints in YAML, as `--endpoint.sd-config` has them:
///
///     endpoints:
///       - address: dnssrv+_grpc._tcp.store
///         strict: false
///         group: false
public final class EndpointConfig {

    private static final Set<String> KEYS = Set.of("address", "strict", "group");

    private EndpointConfig() {}

    /// An endpoint as written, its address not looked up yet.
    public record Line(String address, boolean strict, boolean group) {}

    /// @throws FlagException naming the file and the key for anything else
    public static List<Line> parse(ConfigText config) {
        Object root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(config.text());
        } catch (YAMLException e) {
            throw new FlagException(config.name() + ": not YAML: " + e.getMessage(), e);
        }
        if (root == null) {
            return List.of();
        }
        if (!(root instanceof Map<?, ?> map)) {
            throw new FlagException(config.name() + ": want a list named endpoints");
        }
        checkKeys(config, map, Set.of("endpoints"));
        var lines = new ArrayList<Line>();
        if (map.get("endpoints") instanceof List<?> list) {
            for (Object item : list) {
                lines.add(line(config, item));
            }
        }
        return lines;
    }

    private static Line line(ConfigText config, Object item) {
        if (!(item instanceof Map<?, ?> map)) {
            throw new FlagException(config.name() + ": an endpoint is a map with an address");
        }
        checkKeys(config, map, KEYS);
        if (!(map.get("address") instanceof String address) || address.isEmpty()) {
            throw new FlagException(config.name() + ": an endpoint without an address");
        }
        return new Line(address, Boolean.TRUE.equals(map.get("strict")), Boolean.TRUE.equals(map.get("group")));
    }

    private static void checkKeys(ConfigText config, Map<?, ?> map, Set<String> known) {
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new FlagException(config.name() + ": unknown or unserved key \"" + key + "\", want one of "
                        + new TreeSet<>(known));
            }
        }
    }
}
