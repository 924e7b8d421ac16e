package io.hypnos.allinone.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.allinone.HypnosCommand;

/// `hypnos up` as users run it: a process of its own with the real roles, ended by a signal.
class HypnosUpTest {

    /// A slow machine under load; nothing waits this long on a usual one.
    private static final long PATIENCE_SECONDS = 120;
    private static final Pattern UI = Pattern.compile("UI +(http://localhost:\\d+)/");

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        http.close();
    }

    @Test
    void hasTenantsAndAMonthToLookAtAndKeepsThemOverARestart() throws Exception {
        Path data = directory.resolve("data");
        Path output = directory.resolve("first");
        Process first = start(data, output, "--demo-history=3d");
        URI query = awaitUi(first, output);

        var tenants = await(() -> valuesBy("tenant_id", query, "count by (tenant_id) (up)", null),
                values -> values.keySet().containsAll(List.of("team-a", "team-b", "system")));
        assertThat(tenants.get("system")).as("every role is scraped and written").isEqualTo("6");
        assertThat(tenants.get("team-a")).isEqualTo("9");
        Instant seen = Instant.now();
        await(() -> valuesBy("tenant_id", query, "count by (tenant_id) (up{demo=\"true\"})",
                seen.minusSeconds(2 * 86_400L)), values -> values.keySet().containsAll(List.of("team-a", "team-b")));
        assertThat(data.resolve("bucket"))
                .isDirectoryContaining(entry -> entry.getFileName().toString().length() == 26);
        showsItsGraph(query);
        assertThat(stop(first)).as("%s", Files.readString(output)).isZero();
        assertThat(output).content().contains("✓ receive ×3 (RF 3, ketama)").endsWith("stopped\n")
                .doesNotContain("Exception");
        assertThat(data.resolve("hypnos.log")).content().contains("msg=started role=query")
                .doesNotContain("level=error");

        Path again = directory.resolve("second");
        Process second = start(data, again, "--no-demo");
        URI later = awaitUi(second, again);
        var kept = await(() -> valuesBy("tenant_id", later, "count by (tenant_id) (up)", seen),
                values -> values.keySet().containsAll(List.of("team-a", "team-b", "system")));
        assertThat(kept).containsAllEntriesOf(tenants);
        assertThat(stop(second)).as("%s", Files.readString(again)).isZero();
    }

    /// The page that the screen links to draws its query; skipped where there is no browser.
    private void showsItsGraph(URI query) throws Exception {
        var browser = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "chromium")).filter(Files::isExecutable).findFirst();
        if (browser.isEmpty()) {
            return;
        }
        Path page = directory.resolve("page.html");
        Process process = new ProcessBuilder(browser.get().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--virtual-time-budget=10000", "--user-data-dir=" + directory.resolve("browser"), "--dump-dom",
                query + "/graph?g0.expr=" + URLEncoder.encode("sum by (tenant_id) (up)", UTF_8) + "&g0.tab=0")
                .redirectOutput(page.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.add(process);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(page).content().contains("{tenant_id=\"team-a\"}", "{tenant_id=\"system\"}", "<canvas");
    }

    private Process start(Path data, Path output, String... flags) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                HypnosCommand.class.getName(), "up", "--free-ports", "--data=" + data));
        command.addAll(List.of(flags));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HYPNOS_"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /// Asks for the end as a terminal or an operator does; returns the exit code. A child of a build in the background would not hear SIGINT.
    private static int stop(Process process) throws Exception {
        process.destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends after SIGTERM").isTrue();
        return process.exitValue();
    }

    private static URI awaitUi(Process process, Path output) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            String text = Files.readString(output);
            Matcher ui = UI.matcher(text);
            if (ui.find()) {
                return URI.create(ui.group(1));
            }
            assertThat(process.isAlive() && System.nanoTime() < deadline).as("%s", text).isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /// Something that is looked up again until it is as wanted.
    @FunctionalInterface
    private interface Look<T> {
        T look() throws Exception;
    }

    private static <T> T await(Look<T> look, Predicate<T> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            T found = look.look();
            if (wanted.test(found)) {
                return found;
            }
            assertThat(System.nanoTime() < deadline).as("%s", found).isTrue();
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private Map<String, String> valuesBy(String label, URI query, String expression, @Nullable Instant at)
            throws Exception {
        String parameters = "query=" + URLEncoder.encode(expression, UTF_8)
                + (at == null ? "" : "&time=" + at.toEpochMilli() / 1000);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(query.resolve("/api/v1/query?" + parameters)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var values = new TreeMap<String, String>();
        for (JsonNode series : JsonMapper.shared().readTree(response.body()).at("/data/result")) {
            values.put(series.at("/metric/" + label).asString(""), series.at("/value/1").asString());
        }
        return values;
    }
}
