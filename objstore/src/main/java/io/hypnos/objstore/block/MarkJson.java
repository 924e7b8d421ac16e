package io.hypnos.objstore.block;

import java.time.Instant;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.tsdb.block.Ulid;

/// The JSON of marks, as [BlockMark] describes it.
final class MarkJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int VERSION = 1;
    /// Until the year 33658, far inside what [Instant] can hold.
    private static final long MAX_SECONDS = 1_000_000_000_000L;

    private MarkJson() {}

    static byte[] write(BlockMark mark) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", mark.block().toString()).put("version", VERSION);
        if (!mark.details().isEmpty()) {
            json.put("details", mark.details());
        }
        json.put(mark.kind().timeKey(), mark.time().getEpochSecond());
        mark.why().ifPresent(reason -> json.put("reason", reason.text()));
        return MAPPER.writeValueAsBytes(json);
    }

    /// @param block in whose directory the mark lies
    static BlockMark read(Kind kind, Ulid block, byte[] bytes) throws InvalidMarkException {
        String what = kind.key(block).value();
        JsonNode json;
        try {
            json = MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new InvalidMarkException(what + " is not JSON: " + e.getOriginalMessage());
        }
        if (!json.path("version").isIntegralNumber() || json.path("version").asLong() != VERSION) {
            throw new InvalidMarkException(what + " has version " + json.path("version") + ", known is " + VERSION);
        }
        if (!json.path("id").asString("").equals(block.toString())) {
            throw new InvalidMarkException(what + " is the mark of " + json.path("id"));
        }
        JsonNode seconds = json.path(kind.timeKey());
        if (!seconds.isIntegralNumber() || !seconds.canConvertToLong() || Math.abs(seconds.asLong()) > MAX_SECONDS) {
            throw new InvalidMarkException(what + " has no usable \"" + kind.timeKey() + "\"");
        }
        Instant time = Instant.ofEpochSecond(seconds.asLong());
        String details = json.path("details").asString("");
        Reason reason = Reason.of(json.path("reason").asString(""));
        return switch (kind) {
            case DELETION -> new BlockMark.Deletion(block, details, time);
            case NO_COMPACT -> new BlockMark.NoCompact(block, details, time, reason);
            case NO_DOWNSAMPLE -> new BlockMark.NoDownsample(block, details, time, reason);
        };
    }
}
