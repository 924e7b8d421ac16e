package io.hypnos.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StorageException;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;
import io.hypnos.tsdb.testing.Golden;

class BlockMetaTest {

    private static final Ulid ULID = Ulid.parse("01M7X1SYGN9G1AE1D4GC90QFAG");

    private static final String PROMETHEUS = """
            {
            	"ulid": "01M7X1SYGN9G1AE1D4GC90QFAG",
            	"minTime": 1704067200000,
            	"maxTime": 1704074370001,
            	"stats": {
            		"numSamples": 5760,
            		"numSeries": 24,
            		"numChunks": 48
            	},
            	"compaction": {
            		"level": 1,
            		"sources": [
            			"01M7X1SYGN9G1AE1D4GC90QFAG"
            		]
            	},
            	"version": 1
            }""";

    private static final String THANOS = new String(Golden.resource("meta-thanos.json"), UTF_8);

    @TempDir
    Path directory;

    private static BlockMeta parse(String json) {
        return BlockMeta.parse("meta.json", json.getBytes(UTF_8));
    }

    @Test
    void writesWhatPrometheusWrites() {
        var meta = parse(PROMETHEUS);
        assertThat(meta).isEqualTo(new BlockMeta(ULID, 1704067200000L, 1704074370001L,
                new BlockStats(5760, 0, 0, 24, 48, 0), BlockLineage.original(ULID), null));
        assertThat(new String(meta.toJson(), UTF_8)).isEqualTo(PROMETHEUS);
    }

    @Test
    void writesWhatThanosWrites() {
        var meta = parse(THANOS);
        assertThat(new String(meta.toJson(), UTF_8)).isEqualTo(THANOS);
        assertThat(meta.thanos().labels()).isEqualTo(Labels.of("a", "<&>\"\\\n\u2028é😀", "tenant_id", "t"));
        assertThat(meta.thanos().upload().time()).isEqualTo(Instant.parse("2026-08-22T10:00:00Z"));
        assertThat(meta.thanos().upload().files())
                .containsExactly(new ThanosMeta.UploadedFile("chunks/000001", 3751, "00ff"),
                        new ThanosMeta.UploadedFile("meta.json", 0, null));
        assertThat(meta.thanos().resolutionMillis()).isEqualTo(300000);
        assertThat(meta.lineage().parents()).containsExactly(new BlockLineage.Parent(Ulid.ZERO, 0, 0));
        assertThat(meta.lineage().hints()).isEqualTo(List.of("from-out-of-order"));
    }

    @Test
    void acceptsUnknownKeysNullsAndKeysInAnyOrder() {
        var meta = parse(
                """
                        {"version":1,"future":[1],"thanos":{"labels":null,"upload_time":"0001-01-01T00:00:00Z","new":{"a":[]}},
                         "compaction":{"level":3,"sources":null},"maxTime":2,"minTime":1,"ulid":"01M7X1SYGN9G1AE1D4GC90QFAG"}""");
        assertThat(meta.lineage().level()).isEqualTo(3);
        assertThat(meta.thanos().labels()).isEqualTo(Labels.EMPTY);
        assertThat(meta.thanos().upload().time()).isNull();
        assertThat(new String(meta.toJson(), UTF_8)).contains("\"new\": {\n\t\t\t\"a\": []\n\t\t}")
                .doesNotContain("future");
    }

    @Test
    void refusesWhatIsNoMeta() {
        for (String text : List.of("", "null", "[]", "1", "<html><body>502 Bad Gateway</body></html>", "{\"version\":",
                PROMETHEUS.substring(0, 100), PROMETHEUS.replace("01M7", "81M7"),
                PROMETHEUS.replace("1704067200000", "1.5"),
                PROMETHEUS.replace("1704067200000", "\"1\""), PROMETHEUS.replace("5760", "99999999999999999999"),
                PROMETHEUS.replace("\"sources\": [", "\"sources\": 1, \"x\": ["), PROMETHEUS + "]",
                THANOS.replace("\"deletable\": true", "\"deletable\": 1"),
                THANOS.replace("2026-08-22T10", "2026-08"))) {
            assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(StorageException.class)
                    .hasMessageContaining("meta.json");
        }
        assertThatThrownBy(() -> parse(PROMETHEUS.replace("\"version\": 1", "\"version\": 2")))
                .isInstanceOf(UnsupportedVersionException.class);
        assertThatThrownBy(() -> parse(THANOS.replace("\"version\": 1,\n\t\t\"labels\"", "\"version\": 9,\"labels\"")))
                .isInstanceOf(UnsupportedVersionException.class).hasMessageContaining("thanos");
    }

    @Test
    void belongsToTheDirectoryThatBearsItsName() throws IOException {
        var meta = parse(PROMETHEUS);
        Path mine = Files.createDirectory(directory.resolve(ULID.toString()));
        meta.write(mine);
        assertThat(BlockMeta.read(mine)).isEqualTo(meta);
        Path other = Files.createDirectory(directory.resolve("01DXXFZDYD1MQW6079WK0K6EDQ"));
        meta.write(other);
        assertThatThrownBy(() -> BlockMeta.read(other)).isInstanceOf(CorruptBlockException.class)
                .hasMessageContaining("the ULID of its directory");
    }
}
