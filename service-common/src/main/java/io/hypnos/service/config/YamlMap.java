package io.hypnos.service.config;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import io.hypnos.service.flags.FlagDuration;
import io.hypnos.service.flags.NearestName;

/// One mapping of a YAML document in which every key must mean something. Keys that are asked for are known; [#refuseOthers], called last,
/// refuses the rest with its line and the known key that it resembles. An absent key, an empty value and `null` mean the same.
public final class YamlMap {

    private final String origin;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    private YamlMap(String origin, @Nullable Node node) {
        this.origin = origin;
        this.line = node == null ? 1 : lineOf(node);
        if (node == null || node.getTag().equals(Tag.NULL)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw new ConfigException(origin + ":" + line + ": expected keys and values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigException(origin + ":" + lineOf(tuple.getKeyNode()) + ": expected a plain key");
            }
            if (keys.put(key.getValue(), key) != null) {
                throw new ConfigException(
                        origin + ":" + lineOf(key) + ": key \"" + key.getValue() + "\" is given twice");
            }
            values.put(key.getValue(), tuple.getValueNode());
        }
    }

    /// A document that is a mapping.
    ///
    /// @param origin what to call it in messages, such as its file name
    public static YamlMap parse(String yaml, String origin) {
        return new YamlMap(origin, compose(yaml, origin));
    }

    /// A document that is a list of mappings.
    public static List<YamlMap> parseList(String yaml, String origin) {
        return list(compose(yaml, origin), origin);
    }

    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    public boolean has(String key) {
        return find(key) != null;
    }

    public String text(String key, String otherwise) {
        Node node = find(key);
        if (node == null) {
            return otherwise;
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw fault(key, "must be a plain value");
        }
        return scalar.getValue();
    }

    /// A list of texts; a single text is a list of one.
    public List<String> texts(String key) {
        Node node = find(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof ScalarNode scalar) {
            return List.of(scalar.getValue());
        }
        var texts = new ArrayList<String>();
        if (!(node instanceof SequenceNode sequence)) {
            throw fault(key, "must be a list");
        }
        for (Node item : sequence.getValue()) {
            if (!(item instanceof ScalarNode scalar)) {
                throw fault(key, "must be a list of plain values");
            }
            texts.add(scalar.getValue());
        }
        return texts;
    }

    public long number(String key, long otherwise) {
        String text = text(key, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw fault(key, "must be a whole number, not \"" + text + "\"");
        }
    }

    public boolean flag(String key, boolean otherwise) {
        String text = text(key, "");
        return switch (text) {
            case "" -> otherwise;
            case "true", "True", "yes", "on" -> true;
            case "false", "False", "no", "off" -> false;
            default -> throw fault(key, "must be true or false, not \"" + text + "\"");
        };
    }

    public Duration duration(String key, Duration otherwise) {
        String text = text(key, "");
        try {
            return text.isEmpty() ? otherwise : FlagDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw fault(key, "must be a duration such as 1m30s, not \"" + text + "\"");
        }
    }

    /// The value of `key` as a mapping of its own; empty when it is absent.
    public YamlMap map(String key) {
        Node node = find(key);
        return new YamlMap(origin, node);
    }

    /// The value of `key` as a list of mappings.
    public List<YamlMap> maps(String key) {
        return list(find(key), origin);
    }

    /// A complaint about the value of `key`.
    public ConfigException fault(String key, String complaint) {
        Node node = keys.get(key);
        return new ConfigException(
                origin + ":" + (node == null ? line : lineOf(node)) + ": \"" + key + "\" " + complaint);
    }

    /// A complaint about the mapping as a whole.
    public ConfigException fault(String complaint) {
        return new ConfigException(origin + ":" + line + ": " + complaint);
    }

    /// Refuses the keys that nobody has asked for.
    public void refuseOthers() {
        keys.forEach((key, node) -> {
            if (!known.contains(key)) {
                String hint = NearestName.of(key, known).map(right -> " (did you mean " + right + "?)").orElse("");
                throw new ConfigException(origin + ":" + lineOf(node) + ": unknown key \"" + key + "\"" + hint);
            }
        });
    }

    private @Nullable Node find(String key) {
        known.add(key);
        Node node = values.get(key);
        return node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    private static List<YamlMap> list(@Nullable Node node, String origin) {
        if (node == null || node.getTag().equals(Tag.NULL)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw new ConfigException(origin + ":" + lineOf(node) + ": expected a list");
        }
        return sequence.getValue().stream().map(item -> new YamlMap(origin, item)).toList();
    }

    private static @Nullable Node compose(String yaml, String origin) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(origin + ":" + line + ": not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigException(origin + ": not valid YAML");
        }
    }

    private static int lineOf(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
