package io.hypnos.allinone.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.allinone.testing.RealPrometheus;

class BenchAgainstPrometheusTest {

    /// Of histograms that release takes none out of order.
    @ParameterizedTest
    @ValueSource(strings = {"--churn=0.5", "--histograms=0.1 --churn=1 --jitter=2s",
        "--ooo=0.2 --churn=1 --jitter=2s --tenants=2"})
    void aRealPrometheusAcceptsTheLoadAndGivesItBack(String kind, @TempDir Path directory) throws Exception {
        try (var prometheus = RealPrometheus.start(directory, "--enable-feature=native-histograms")) {
            var out = new ByteArrayOutputStream();
            var bench = new BenchCommand(new PrintStream(out, true, UTF_8),
                    new PrintStream(PrintStream.nullOutputStream()));
            Path log = directory.resolve("acks");
            // Half an hour of samples at the pace of the receiver.
            var ingest = new ArrayList<>(
                    List.of("ingest", "--url=" + prometheus.base() + "/api/v1/write", "--series=2000",
                            "--rate=max", "--scrape-interval=30s", "--start=-30m", "--ack-log=" + log));
            ingest.addAll(List.of(kind.split(" ")));
            int sent = bench.run(ingest);
            assertThat(sent).as("%s", out).isZero();
            out.reset();
            int verified = bench.run(List.of("verify", "--ack-log=" + log, "--query-url=" + prometheus.base()));
            assertThat(verified).as("%s", out).isZero();
            assertThat(out.toString(UTF_8)).contains(" 0 lost, 0 changed, 0 doubled, 0 never sent");
        }
    }
}
