package io.hypnos.objstore.config;

import java.io.StringReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
import org.yaml.snakeyaml.nodes.Tag;

/// One mapping of a YAML document whose keys all have to mean something. What is asked for is known; [#refuseOthers()], called when all has
/// been asked for, refuses the rest with its line and the known key that looks most like it. An absent key, an empty value and `null` mean the
/// same.
final class YamlSection {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n");

    private final String origin;
    private final @Nullable Node start;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();

    private YamlSection(String origin, @Nullable Node node) throws InvalidConfigException {
        this.origin = origin;
        this.start = node;
        if (node == null || isNull(node)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw at(node, "expected keys and values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw at(tuple.getKeyNode(), "expected a plain key");
            }
            if (keys.put(key.getValue(), key) != null) {
                throw at(key, "key \"" + key.getValue() + "\" is given twice");
            }
            values.put(key.getValue(), tuple.getValueNode());
        }
    }

    /// @param origin what to call the document in messages, such as its file name
    static YamlSection parse(String yaml, String origin) throws InvalidConfigException {
        return new YamlSection(origin, compose(yaml, origin));
    }

    private static @Nullable Node compose(String yaml, String origin) throws InvalidConfigException {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidConfigException(origin + ":" + line + ": not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidConfigException(origin + ": not valid YAML");
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /// The value of `key` as it stands there.
    String text(String key, String fallback) throws InvalidConfigException {
        Node node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw at(node, "\"" + key + "\" must be a plain value");
        }
        return scalar.getValue();
    }

    boolean flag(String key, boolean fallback) throws InvalidConfigException {
        String text = text(key, "");
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return fallback;
        }
        if (TRUE.contains(lower)) {
            return true;
        }
        if (FALSE.contains(lower)) {
            return false;
        }
        throw invalid(key, "must be true or false, not \"" + text + "\"");
    }

    long integer(String key, long fallback) throws InvalidConfigException {
        String text = text(key, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw invalid(key, "must be a whole number, not \"" + text + "\"");
        }
    }

    Duration duration(String key, Duration fallback) throws InvalidConfigException {
        String text = text(key, "");
        if (text.isEmpty()) {
            return fallback;
        }
        return DurationText.parse(text)
                .orElseThrow(() -> invalid(key, "must be a duration such as 1m30s, not \"" + text + "\""));
    }

    /// The value of `key` as a mapping of names to texts.
    Map<String, String> texts(String key) throws InvalidConfigException {
        YamlSection section = section(key);
        var texts = new LinkedHashMap<String, String>();
        for (String name : section.keys.keySet()) {
            texts.put(name, section.text(name, ""));
        }
        return texts;
    }

    /// The value of `key` as a mapping of its own.
    YamlSection section(String key) throws InvalidConfigException {
        return new YamlSection(origin, find(key));
    }

    /// A complaint about the value of `key`, or about its absence.
    InvalidConfigException invalid(String key, String complaint) {
        Node node = keys.getOrDefault(key, start);
        String message = "\"" + key + "\" " + complaint;
        return node == null ? new InvalidConfigException(origin + ": " + message) : at(node, message);
    }

    /// Refuses the keys that nobody has asked for.
    void refuseOthers() throws InvalidConfigException {
        for (Map.Entry<String, Node> entry : keys.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                String hint = new Spelling(asked).closest(entry.getKey())
                        .map(known -> " (did you mean " + known + "?)").orElse("");
                throw at(entry.getValue(), "unknown key \"" + entry.getKey() + "\"" + hint);
            }
        }
    }

    private @Nullable Node find(String key) {
        asked.add(key);
        Node node = values.get(key);
        return node == null || isNull(node) ? null : node;
    }

    private InvalidConfigException at(Node node, String message) {
        return new InvalidConfigException(origin + ":" + line(node) + ": " + message);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
