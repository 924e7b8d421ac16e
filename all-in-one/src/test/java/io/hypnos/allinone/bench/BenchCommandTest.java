package io.hypnos.allinone.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.service.flags.FlagException;

class BenchCommandTest {

    @TempDir
    Path directory;

    private final RecordingReceiver receiver = new RecordingReceiver();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    BenchCommandTest() throws Exception {}

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void findsAgainEverythingThatWasAcknowledged() throws Exception {
        assertThat(ingest("--series=1500", "--rate=max", "--scrape-interval=60s", "--duration=1h", "--histograms=0.05",
                "--ooo=0.3", "--churn=0.3", "--tenants=3")).isZero();
        JsonNode report = json();
        long acknowledged = report.get("samples").get("acknowledged").asLong();
        assertThat(report.get("requests").get("byStatus").get("204").asLong()).isPositive();
        assertThat(report.get("cost").get("reachedPresent").asBoolean()).isTrue();
        assertThat(receiver.tenants).contains("bench-0", "bench-1", "bench-2").doesNotContainNull();

        assertThat(verify()).isZero();
        JsonNode found = json().get(0).get("found");
        assertThat(found.get("confirmed").asLong()).isBetween(1500L * 300, acknowledged);
        assertThat(found.get("unacknowledged").asLong()).isZero();
    }

    @Test
    void acceptsThatUnacknowledgedSamplesAreThereOrNot() throws Exception {
        var requests = new AtomicInteger();
        receiver.answering(() -> requests.incrementAndGet() % 3 == 0 ? 503 : 204);
        assertThat(ingest("--series=2500", "--rate=max", "--scrape-interval=10m", "--duration=1h")).isEqualTo(1);
        assertThat(verify()).isZero();
        assertThat(json().get(0).get("found").get("lost").asLong()).isZero();
    }

    @Test
    void reportsLostChangedDoubledAndInventedSamples() throws Exception {
        ingest("--series=1000", "--rate=max", "--scrape-interval=10m", "--duration=1h");
        List<Map<String, String>> series = new ArrayList<>(receiver.stored.keySet());
        Map<Long, Object> victim = receiver.stored.get(series.get(0));
        victim.remove(victim.keySet().iterator().next());
        receiver.stored.get(series.get(1))
                .put(receiver.stored.get(series.get(1)).keySet().stream().skip(3).findFirst().orElseThrow(), -1.5);
        receiver.extraSeries.add(series.get(2));
        Map<Long, Object> more = receiver.stored.get(series.get(3));
        more.put(more.keySet().stream().skip(2).findFirst().orElseThrow() + 1, 0.0);
        receiver.stored.remove(series.get(4));
        receiver.stuttering.add(series.get(6));
        int steps = receiver.stored.get(series.get(5)).size();

        assertThat(verify()).isEqualTo(1);
        JsonNode outcome = json().get(0);
        assertThat(outcome.get("found").get("lost").asLong()).isEqualTo(1 + steps);
        assertThat(outcome.get("found").get("changed").asLong()).isEqualTo(1);
        assertThat(outcome.get("found").get("doubled").asLong()).isEqualTo(2 * steps);
        assertThat(outcome.get("found").get("invented").asLong()).isEqualTo(1);
        assertThat(outcome.get("examples").valueStream().map(JsonNode::asString).collect(Collectors.joining("\n")))
                .contains("lost: ").contains("is there more than once").contains("never sent: ").contains("value=-1.5");
    }

    @Test
    void writesTheLatencyOfEachRequest() throws Exception {
        receiver.answering(() -> 503);
        Path latencies = directory.resolve("latencies");
        long before = System.currentTimeMillis();
        ingest("--series=1000", "--rate=max", "--scrape-interval=10m", "--duration=1h", "--latency-log=" + latencies);
        int requests = json().get("requests").get("byStatus").get("503").asInt();
        assertThat(Files.readAllLines(latencies)).hasSize(requests).allSatisfy(line -> {
            String[] words = line.split(" ");
            assertThat(words).hasSize(3);
            assertThat(Long.parseLong(words[0])).isBetween(before, System.currentTimeMillis());
            assertThat(Long.parseLong(words[1])).isBetween(0L, 3_600_000_000L);
            assertThat(words[2]).isEqualTo("failed");
        });
    }

    @Test
    void leavesOutTornLinesOfTheLog() throws Exception {
        ingest("--series=1000", "--rate=max", "--scrape-interval=10m", "--duration=1h");
        Path log = directory.resolve("acks");
        String text = Files.readString(log);
        int lines = (int) text.lines().count();
        Files.writeString(log, text.substring(0, text.length() - 3).replaceFirst("ack 0 0", "ack 0 1"));
        ingest("--series=1000", "--rate=max", "--scrape-interval=10m", "--duration=1h", "--seed=2");
        assertThat(Files.readAllLines(log)).hasSizeGreaterThan(lines);

        assertThat(run("bench verify --ack-log=" + log + " --query-url=" + receiver.base())).isZero();
        assertThat(out.toString(UTF_8)).contains("2 torn lines of the log were left out");
    }

    @Test
    void cannotTellWhereTheQueryApiFails() throws Exception {
        ingest("--series=1000", "--rate=max", "--scrape-interval=10m", "--duration=1h");
        assertThat(run(
                "bench verify --ack-log=" + directory.resolve("acks") + " --query-url=" + receiver.base() + "/nowhere"))
                .isEqualTo(BenchCommand.UNDECIDED);
    }

    @Test
    void saysWhatIsWrongWithItsArguments() throws Exception {
        assertThatThrownBy(() -> run("bench ingets")).isInstanceOf(FlagException.class)
                .hasMessage("unknown command bench ingets (did you mean bench ingest?)");
        assertThatThrownBy(() -> run("bench ingest --serie=4"))
                .hasMessage("unknown flag --serie (did you mean --series?)");
        assertThatThrownBy(() -> run("bench ingest --series=many")).hasMessage(
                "flag --series: not a number: \"many\", want one such as 500, 500k or 1.5M");
        assertThatThrownBy(() -> run("bench ingest --protocol=3")).hasMessageContaining("--protocol");
        assertThatThrownBy(() -> run("bench ingest --url=localhost:9090")).hasMessageContaining("--url");
        assertThatThrownBy(() -> run("bench ingest --rate=0")).hasMessageContaining("--rate");
        assertThatThrownBy(() -> run("bench ingest --tenants=5 --series=3")).hasMessageContaining("tenants");
        assertThatThrownBy(() -> run("bench ingest --header=nocolon")).hasMessageContaining("--header");
        assertThatThrownBy(() -> run("bench ingest --start=yesterday")).hasMessageContaining("--start");
        assertThatThrownBy(() -> run("bench verify")).hasMessage("required flag --ack-log not provided");
        Files.writeString(directory.resolve("empty"), "", StandardOpenOption.CREATE);
        assertThatThrownBy(() -> run("bench verify --ack-log=" + directory.resolve("empty")))
                .hasMessageContaining("holds no run");
    }

    @Test
    void explainsItself() throws Exception {
        assertThat(run("bench")).isZero();
        assertThat(out.toString(UTF_8)).contains("hypnos bench ingest", "hypnos bench verify");
        out.reset();
        assertThat(run("bench ingest --help")).isZero();
        assertThat(out.toString(UTF_8)).contains("Usage: hypnos bench ingest", "--series=<n>", "[10k]", "[realtime]",
                "--ack-log=<file>", "Samples:", "Destination:");
    }

    @Test
    void showsAReportForPeople() throws Exception {
        receiver.answering(() -> 400);
        assertThat(run("bench ingest --url=" + receiver.base() + "/write --series=1000 --rate=max --scrape-interval=1h "
                + "--duration=1h")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("0 acknowledged", "refused", "400: ", "latency ",
                "µs of processor per sample");
    }

    private int ingest(String... flags) throws Exception {
        return run("bench ingest --json --progress=0 --url=" + receiver.base() + "/write --ack-log="
                + directory.resolve("acks")
                + " " + String.join(" ", flags));
    }

    private int verify() throws Exception {
        return run("bench verify --json --ack-log=" + directory.resolve("acks") + " --query-url=" + receiver.base());
    }

    private int run(String line) throws Exception {
        out.reset();
        List<String> words = List.of(line.split(" "));
        return new BenchCommand(new PrintStream(out, true, UTF_8), new PrintStream(PrintStream.nullOutputStream()))
                .run(words.subList(1, words.size()));
    }

    private JsonNode json() {
        return JsonMapper.builder().build().readTree(out.toByteArray());
    }
}
