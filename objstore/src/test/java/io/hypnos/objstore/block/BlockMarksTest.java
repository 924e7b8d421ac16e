package io.hypnos.objstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.tsdb.block.Ulid;

class BlockMarksTest {

    private static final Ulid BLOCK = Ulid.parse("01DN3SK96XDAEKRB1AN30AAW6E");
    private static final Instant TIME = Instant.ofEpochSecond(1_718_000_000L);

    private final MemoryBucket bucket = new MemoryBucket();
    private final BlockMarks marks = new BlockMarks(bucket);

    @Test
    void writesMarksAsThanosDoes() throws IOException {
        marks.put(new BlockMark.Deletion(BLOCK, "source of compacted block", TIME));
        marks.put(new BlockMark.NoCompact(BLOCK, "too big", TIME, Reason.INDEX_SIZE_EXCEEDING));
        marks.put(new BlockMark.NoDownsample(BLOCK, "", TIME, Reason.MANUAL));

        assertThat(content(Kind.DELETION)).isEqualTo("{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1,"
                + "\"details\":\"source of compacted block\",\"deletion_time\":1718000000}");
        assertThat(content(Kind.NO_COMPACT)).isEqualTo("{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1,"
                + "\"details\":\"too big\",\"no_compact_time\":1718000000,\"reason\":\"index-size-exceeding\"}");
        assertThat(content(Kind.NO_DOWNSAMPLE)).isEqualTo("{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1,"
                + "\"no_downsample_time\":1718000000,\"reason\":\"manual\"}");
    }

    @Test
    void readsItsMarks() throws IOException {
        var deletion = new BlockMark.Deletion(BLOCK, "x", TIME);
        var noCompact = new BlockMark.NoCompact(BLOCK, "y", TIME, Reason.QUARANTINED);
        var noDownsample = new BlockMark.NoDownsample(BLOCK, "z", TIME, Reason.MANUAL);
        assertThat(marks.put(deletion)).isTrue();
        assertThat(marks.put(noCompact)).isTrue();
        assertThat(marks.put(noDownsample)).isTrue();

        assertThat(marks.read(Kind.DELETION, BLOCK)).contains(deletion);
        assertThat(marks.read(Kind.NO_COMPACT, BLOCK)).contains(noCompact);
        assertThat(marks.read(Kind.NO_DOWNSAMPLE, BLOCK)).contains(noDownsample);
        assertThat(marks.read(Kind.DELETION, TestBlocks.id(1))).isEmpty();
    }

    @Test
    void leavesAMarkThatIsThereAlone() throws IOException {
        marks.put(new BlockMark.Deletion(BLOCK, "first", TIME));

        assertThat(marks.put(new BlockMark.Deletion(BLOCK, "second", TIME.plusSeconds(9)))).isFalse();
        assertThat(marks.read(Kind.DELETION, BLOCK)).contains(new BlockMark.Deletion(BLOCK, "first", TIME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "<html>",
        "{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":2,\"deletion_time\":1}",
        "{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6F\",\"version\":1,\"deletion_time\":1}",
        "{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1}",
        "{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1,\"deletion_time\":\"soon\"}",
        "{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1,\"deletion_time\":9223372036854775807}",
        "{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1,\"deletion_time\":1e300}"})
    void ignoresWhatIsNoMark(String content) throws IOException {
        TestBlocks.put(bucket, BLOCK, Kind.DELETION.fileName(), content.getBytes(UTF_8));

        assertThat(marks.read(Kind.DELETION, BLOCK)).isEmpty();
    }

    @Test
    void takesAReasonOfOthersForAWish() throws IOException {
        TestBlocks.put(bucket, BLOCK, Kind.NO_COMPACT.fileName(),
                "{\"id\":\"01DN3SK96XDAEKRB1AN30AAW6E\",\"version\":1,\"no_compact_time\":1,\"reason\":\"new\"}"
                        .getBytes(UTF_8));

        assertThat(marks.read(Kind.NO_COMPACT, BLOCK).orElseThrow().why()).contains(Reason.MANUAL);
    }

    private String content(Kind kind) throws IOException {
        try (InputStream body = bucket.get(kind.key(BLOCK))) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }
}
