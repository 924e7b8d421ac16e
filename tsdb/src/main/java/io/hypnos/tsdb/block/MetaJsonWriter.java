package io.hypnos.tsdb.block;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the JSON of a [BlockMeta], with the keys of Prometheus and Thanos in their order.
final class MetaJsonWriter {

    /// How Go writes a time that was never set.
    static final String NO_TIME = "0001-01-01T00:00:00Z";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private MetaJsonWriter() {}

    static byte[] write(BlockMeta meta) {
        ObjectNode root = NODES.objectNode();
        root.put("ulid", meta.ulid().toString());
        root.put("minTime", meta.minTime());
        root.put("maxTime", meta.maxTime());
        root.set("stats", stats(meta.stats()));
        root.set("compaction", lineage(meta.lineage()));
        root.put("version", MetaJsonReader.VERSION);
        if (meta.thanos() != null) {
            root.set("thanos", thanos(meta.thanos()));
        }
        return new GoJson().print(root, meta.thanos() != null);
    }

    private static ObjectNode stats(BlockStats stats) {
        ObjectNode node = NODES.objectNode();
        putUnlessZero(node, "numSamples", stats.samples());
        putUnlessZero(node, "numFloatSamples", stats.floatSamples());
        putUnlessZero(node, "numHistogramSamples", stats.histogramSamples());
        putUnlessZero(node, "numSeries", stats.series());
        putUnlessZero(node, "numChunks", stats.chunks());
        putUnlessZero(node, "numTombstones", stats.tombstones());
        return node;
    }

    private static ObjectNode lineage(BlockLineage lineage) {
        ObjectNode node = NODES.objectNode();
        node.put("level", lineage.level());
        putUnlessEmpty(node, "sources", lineage.sources(), ulid -> NODES.stringNode(ulid.toString()));
        if (lineage.deletable()) {
            node.put("deletable", true);
        }
        putUnlessEmpty(node, "parents", lineage.parents(), parent -> {
            ObjectNode one = NODES.objectNode();
            one.put("ulid", parent.ulid().toString());
            one.put("minTime", parent.minTime());
            one.put("maxTime", parent.maxTime());
            return one;
        });
        if (lineage.failed()) {
            node.put("failed", true);
        }
        putUnlessEmpty(node, "hints", lineage.hints(), NODES::stringNode);
        return node;
    }

    private static ObjectNode thanos(ThanosMeta thanos) {
        ObjectNode node = NODES.objectNode();
        node.put("version", MetaJsonReader.VERSION);
        ObjectNode labels = NODES.objectNode();
        thanos.labels().forEach(labels::put);
        node.set("labels", labels);
        node.set("downsample", NODES.objectNode().put("resolution", thanos.resolutionMillis()));
        node.put("source", thanos.source());
        putUnlessEmpty(node, "segment_files", thanos.upload().segmentFiles(), NODES::stringNode);
        putUnlessEmpty(node, "files", thanos.upload().files(), MetaJsonWriter::file);
        ObjectNode other = thanos.other();
        JsonNode rewrites = other.get("rewrites");
        if (rewrites != null) {
            node.set("rewrites", rewrites);
        }
        ObjectNode index = NODES.objectNode();
        putUnlessZero(index, "series_max_size", thanos.indexStats().seriesMaxSize());
        putUnlessZero(index, "chunk_max_size", thanos.indexStats().chunkMaxSize());
        node.set("index_stats", index);
        other.forEachEntry((key, value) -> {
            if (!key.equals("rewrites")) {
                node.set(key, value);
            }
        });
        Instant time = thanos.upload().time();
        node.put("upload_time", time == null ? NO_TIME : time.toString());
        return node;
    }

    private static ObjectNode file(ThanosMeta.UploadedFile file) {
        ObjectNode node = NODES.objectNode();
        node.put("rel_path", file.path());
        putUnlessZero(node, "size_bytes", file.size());
        if (file.sha256() != null) {
            node.set("hash", NODES.objectNode().put("hashFunc", "SHA256").put("value", file.sha256()));
        }
        return node;
    }

    private static void putUnlessZero(ObjectNode node, String key, long value) {
        if (value != 0) {
            node.put(key, value);
        }
    }

    private static <T> void putUnlessEmpty(ObjectNode node, String key, List<T> list, Function<T, JsonNode> element) {
        if (!list.isEmpty()) {
            ArrayNode array = node.putArray(key);
            list.forEach(one -> array.add(element.apply(one)));
        }
    }
}
