package io.hypnos.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.acceptance.testbed.ChildRole;
import io.hypnos.acceptance.testbed.Suite;
import io.hypnos.query.QueryRole;
import io.hypnos.series.testing.FreePort;

/// The load tool against a receiver, each a process: every kind of load is taken, and all of it is found again.
class LoadToolTest {

    private static final List<List<String>> LOADS = List.of(
            List.of("--protocol=1", "--histograms=0.1", "--churn=1", "--jitter=2s", "--tenants=3"),
            List.of("--protocol=2", "--histograms=0.1", "--churn=1", "--jitter=2s", "--tenants=0", "--ooo=0.2",
                    "--seed=2"));

    @TempDir
    private Path directory;

    private final String grpc = FreePort.address();
    private final String http = FreePort.address();
    private final String write = FreePort.address();

    @Test
    void findsEverythingAgainAndNoticesWhatIsMissing() throws Exception {
        try (var receiver = ChildRole.start(directory.resolve("receive.log"), "receive", "--grpc-address=" + grpc,
                "--http-address=" + http, "--remote-write.address=" + write, "--tsdb.path=" + directory.resolve("data"),
                "--label=replica=\"a\"", "--tsdb.out-of-order.time-window=30m");
                var suite = new Suite()) {
            receiver.awaitReady(http);
            for (int i = 0; i < LOADS.size(); i++) {
                var arguments = new ArrayList<>(List.of("ingest", "--url=http://" + write + "/api/v1/receive",
                        "--series=1600", "--series-per-request=400", "--rate=16000", "--duration=6s", "--progress=0",
                        "--ack-log=" + acknowledged(i)));
                arguments.addAll(LOADS.get(i));
                Ended sent = bench(arguments);
                assertThat(sent.code()).as(sent.printed()).isZero();
            }
            String querier = suite.startReady(new QueryRole(), "--endpoint=" + grpc, "--query.replica-label=replica")
                    .httpPort() + "";
            for (int i = 0; i < LOADS.size(); i++) {
                Ended found = verify(i, querier);
                assertThat(found.code()).as(found.printed()).isZero();
                assertThat(found.printed()).contains(" 0 lost, 0 changed, 0 doubled, 0 never sent");
            }
            // An acknowledgement of a step that was never sent.
            String claim = "ack 0 0 400 70";
            var checksum = new CRC32C();
            checksum.update(claim.getBytes());
            Files.writeString(acknowledged(0), Files.readString(acknowledged(0)) + claim
                    + String.format(" %08x%n", checksum.getValue()));
            Ended missing = verify(0, querier);
            assertThat(missing.code()).as(missing.printed()).isEqualTo(1);
            assertThat(missing.printed()).contains(" 400 lost,");
        }
    }

    private Path acknowledged(int load) {
        return directory.resolve("acknowledged-" + load);
    }

    private Ended verify(int load, String port) throws Exception {
        return bench(List.of("verify", "--ack-log=" + acknowledged(load), "--query-url=http://127.0.0.1:" + port));
    }

    private record Ended(int code, String printed) {}

    private Ended bench(List<String> arguments) throws Exception {
        Path log = Files.createTempFile(directory, "bench", ".log");
        var all = new ArrayList<>(List.of("bench"));
        all.addAll(arguments);
        try (var process = ChildRole.start(log, all.toArray(String[]::new))) {
            int code = process.awaitExit();
            return new Ended(code, process.printed());
        }
    }
}
