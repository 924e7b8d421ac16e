package io.hypnos.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.proto.store.LabelMatcher;
import io.hypnos.proto.store.SeriesRequest;
import io.hypnos.proto.store.StoreGrpc;
import io.hypnos.receive.wire.Requests;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.Tsdb;
import io.hypnos.tsdb.TsdbMetrics;
import io.hypnos.tsdb.TsdbOptions;
import io.hypnos.tsdb.io.DurableFiles;

/// A receiver that finds a damaged block of a tenant when it starts, one kind of damage for each tenant.
class RottenBlocksTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long NOW = Clock.systemUTC().millis() / (2 * HOUR) * 2 * HOUR;
    private static final byte[] HTML = "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>".getBytes(UTF_8);

    @TempDir
    private Path directory;

    @FunctionalInterface
    private interface Damage {
        void to(Path block) throws IOException;
    }

    private static Damage replace(String file, byte[] content) {
        return block -> Files.write(block.resolve(file), content);
    }

    private static Damage remove(String file) {
        return block -> DurableFiles.deleteRecursively(block.resolve(file));
    }

    private static Map<String, Damage> damages() {
        var damages = new LinkedHashMap<String, Damage>();
        for (String file : List.of("meta.json", "index", "chunks/000001", "tombstones")) {
            String name = file.replaceAll("[^a-z]", "-");
            damages.put("html-" + name, replace(file, HTML));
            damages.put("empty-" + name, replace(file, new byte[0]));
            damages.put("zeros-" + name, replace(file, new byte[5000]));
            if (!file.equals("tombstones")) {
                damages.put("missing-" + name, remove(file));
            }
        }
        damages.put("missing-chunks", remove("chunks"));
        damages.put("file-for-chunks", block -> {
            DurableFiles.deleteRecursively(block.resolve("chunks"));
            Files.write(block.resolve("chunks"), HTML);
        });
        return damages;
    }

    /// Writes two blocks with one series each, `old` and `new`, and returns the name of the older one.
    private static String write(Path directory) throws IOException {
        var options = TsdbOptions.builder().upkeep(TsdbOptions.Upkeep.CALLER).diskReserve(0).build();
        String oldest;
        try (Tsdb tsdb = Tsdb.open(directory, options, new TsdbMetrics())) {
            tsdb.appender().add(Labels.of("__name__", "old"), NOW - 6 * HOUR, 1).commit();
            tsdb.flush();
            oldest = tsdb.blocks().getFirst().meta().ulid().toString();
            tsdb.appender().add(Labels.of("__name__", "new"), NOW - 2 * HOUR, 2).commit();
            tsdb.flush();
            assertThat(tsdb.blocks()).hasSize(2);
        }
        // What is in blocks may be in the log as well; here it is not to help.
        DurableFiles.deleteRecursively(directory.resolve("wal"));
        DurableFiles.deleteRecursively(directory.resolve("chunks_head"));
        return oldest;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void startsServesTheRestWarnsAndCounts() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        String victim = write(data.resolve("intact"));
        for (var damage : damages().entrySet()) {
            copy(data.resolve("intact"), data.resolve(damage.getKey()));
            damage.getValue().to(data.resolve(damage.getKey()).resolve(victim));
        }
        try (TestReceiver receiver = TestReceiver.start("--tsdb.path=" + data, "--tsdb.retention=100d").awaitReady()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", receiver.role().grpcPort())
                    .usePlaintext().build();
            try {
                assertThat(select(channel, "intact", NOW)).containsExactly("new", "old");
                assertThat(receiver.metric("hypnos_tsdb_unreadable_blocks", "tenant=\"intact\"")).isZero();
                for (String tenant : damages().keySet()) {
                    List<String> answer = select(channel, tenant, NOW);
                    assertThat(answer).as(tenant).doesNotContain("old")
                            .anyMatch(line -> line.startsWith("warning") || line.startsWith("error"));
                    // Without a meta nobody knows what times it has.
                    var newer = assertThat(select(channel, tenant, NOW - 3 * HOUR, NOW)).as(tenant).startsWith("new");
                    if (!tenant.endsWith("meta-json")) {
                        newer.hasSize(1);
                    }
                    assertThat(receiver.write(tenant, Requests.series(NOW, 1, "__name__", "up")).statusCode())
                            .as(tenant).isEqualTo(204);
                    // Others open, and only a part that is asked for turns out to be missing.
                    boolean leftOut = answer.stream().anyMatch(line -> line.endsWith("is left out"));
                    assertThat(receiver.metric("hypnos_tsdb_unreadable_blocks", "tenant=\"" + tenant + "\""))
                            .as(tenant).isEqualTo(leftOut ? 1 : 0);
                }
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static List<String> select(ManagedChannel channel, String tenant, long max) {
        return select(channel, tenant, 0, max);
    }

    /// The names of a tenant's series, with the warnings and the error that came with them.
    private static List<String> select(ManagedChannel channel, String tenant, long min, long max) {
        var found = new ArrayList<String>();
        var request = SeriesRequest.newBuilder().setMinTime(min).setMaxTime(max)
                .addMatchers(LabelMatcher.newBuilder().setName("tenant_id").setValue(tenant))
                .addMatchers(LabelMatcher.newBuilder().setName("__name__").setValue("old|new")
                        .setType(LabelMatcher.Type.RE));
        try {
            StoreGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS).series(request.build())
                    .forEachRemaining(response -> {
                        switch (response.getResultCase()) {
                            case SERIES -> response.getSeries().getLabelsList().stream()
                                    .filter(label -> label.getName().equals("__name__"))
                                    .forEach(label -> found.add(label.getValue()));
                            case WARNING -> found.add("warning: " + response.getWarning());
                            default -> throw new AssertionError(response);
                        }
                    });
        } catch (StatusRuntimeException e) {
            found.add("error: " + e.getStatus());
        }
        return found;
    }
}
