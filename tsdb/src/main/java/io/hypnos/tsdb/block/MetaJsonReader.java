package io.hypnos.tsdb.block;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Reads the JSON of a [BlockMeta]. Unknown keys are no error; those in the section of Thanos are kept.
final class MetaJsonReader {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    static final int VERSION = 1;
    private static final Set<String> THANOS_KEYS = Set.of("version", "labels", "downsample", "source", "segment_files",
            "files", "index_stats", "upload_time");

    private final String file;

    MetaJsonReader(String file) {
        this.file = file;
    }

    BlockMeta parse(byte[] json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw corrupt("JSON", "something else: " + e.getOriginalMessage());
        }
        requireObject("the meta", root);
        requireVersion(file, number(root, "version"));
        JsonNode thanos = root.get("thanos");
        return new BlockMeta(ulid(root), number(root, "minTime"), number(root, "maxTime"),
                stats(object(root, "stats")), lineage(object(root, "compaction")),
                thanos == null || thanos.isNull() ? null : thanos(thanos));
    }

    private static void requireVersion(String what, long version) {
        if (version != VERSION) {
            throw new UnsupportedVersionException(what, 0, Math.clamp(version, 0, Integer.MAX_VALUE), VERSION, VERSION);
        }
    }

    private BlockStats stats(JsonNode node) {
        return new BlockStats(number(node, "numSamples"), number(node, "numFloatSamples"),
                number(node, "numHistogramSamples"), number(node, "numSeries"), number(node, "numChunks"),
                number(node, "numTombstones"));
    }

    private BlockLineage lineage(JsonNode node) {
        return new BlockLineage((int) number(node, "level"), list(node, "sources", this::ulidOf),
                list(node, "parents", parent -> new BlockLineage.Parent(ulid(parent), number(parent, "minTime"),
                        number(parent, "maxTime"))),
                flag(node, "deletable"), flag(node, "failed"), list(node, "hints", this::textOf));
    }

    private ThanosMeta thanos(JsonNode node) {
        requireObject("thanos", node);
        if (number(node, "version") != 0) {
            requireVersion(file + " (section thanos)", number(node, "version"));
        }
        var labels = new LabelsBuilder();
        object(node, "labels").forEachEntry((name, value) -> {
            if (name.isEmpty()) {
                throw corrupt("external labels with names", "an empty name");
            }
            labels.set(name, textOf(value));
        });
        ObjectNode other = NODES.objectNode();
        node.forEachEntry((key, value) -> {
            if (!THANOS_KEYS.contains(key)) {
                other.set(key, value);
            }
        });
        JsonNode index = object(node, "index_stats");
        var upload = new ThanosMeta.Upload(list(node, "segment_files", this::textOf),
                list(node, "files", this::uploadedFile), time(text(node, "upload_time")));
        return new ThanosMeta(labels.build(), number(object(node, "downsample"), "resolution"), text(node, "source"),
                upload, new ThanosMeta.IndexStats(number(index, "series_max_size"), number(index, "chunk_max_size")),
                other);
    }

    private ThanosMeta.UploadedFile uploadedFile(JsonNode node) {
        JsonNode hash = object(node, "hash");
        boolean known = text(hash, "hashFunc").equals("SHA256");
        return new ThanosMeta.UploadedFile(text(node, "rel_path"), number(node, "size_bytes"),
                known ? text(hash, "value") : null);
    }

    private @Nullable Instant time(String text) {
        if (text.isEmpty() || text.equals(MetaJsonWriter.NO_TIME)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw corrupt("a time as in RFC 3339", text);
        }
    }

    private Ulid ulid(JsonNode node) {
        return ulidOf(node.path("ulid"));
    }

    private Ulid ulidOf(JsonNode node) {
        Ulid ulid = node.isString() ? Ulid.parseOrNull(node.stringValue()) : null;
        if (ulid == null) {
            throw corrupt("a ULID", node.toString());
        }
        return ulid;
    }

    private String textOf(JsonNode node) {
        if (!node.isString()) {
            throw corrupt("a string", node.toString());
        }
        return node.stringValue();
    }

    private String text(JsonNode node, String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? "" : textOf(value);
    }

    private long number(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw corrupt("an integer for " + key, value.toString());
        }
        return value.longValue();
    }

    private boolean flag(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw corrupt("true or false for " + key, value.toString());
        }
        return value.booleanValue();
    }

    private JsonNode object(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return NODES.objectNode();
        }
        requireObject(key, value);
        return value;
    }

    private <T> List<T> list(JsonNode node, String key, Function<JsonNode, T> element) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw corrupt("an array for " + key, value.toString());
        }
        var list = new ArrayList<T>();
        for (JsonNode one : value) {
            list.add(element.apply(one));
        }
        return list;
    }

    private void requireObject(String what, JsonNode node) {
        if (!node.isObject()) {
            throw corrupt("an object for " + what, node.isMissingNode() ? "nothing" : node.toString());
        }
    }

    private CorruptBlockException corrupt(String expected, String found) {
        return new CorruptBlockException(file, 0, expected, found.length() > 100 ? found.substring(0, 100) : found);
    }
}
