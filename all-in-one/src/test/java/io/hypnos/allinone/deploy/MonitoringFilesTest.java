package io.hypnos.allinone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.allinone.testing.RealPrometheus;

class MonitoringFilesTest {

    @ParameterizedTest
    @MethodSource("queries")
    void parsesAndNamesItsMetrics(MonitoringFiles.Query query) {
        assertThat(query.metrics()).as(query.place()).isNotEmpty();
    }

    static List<MonitoringFiles.Query> queries() {
        return Stream.concat(MonitoringFiles.dashboardQueries().stream(), MonitoringFiles.alertQueries().stream())
                .toList();
    }

    @Test
    void promtoolAcceptsTheAlerts() throws Exception {
        String promtool = RealPrometheus.required("promtool");
        Process process = new ProcessBuilder(promtool, "check", "rules", "demo/prometheus/alerts.yml")
                .directory(Repository.ROOT.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void promtoolAcceptsTheConfigurationOfTheDemosServers() throws Exception {
        String promtool = RealPrometheus.required("promtool");
        List<Path> files = new ArrayList<>(Repository.files("demo/prometheus", ".yml"));
        files.removeIf(file -> file.endsWith("alerts.yml"));
        files.add(Repository.ROOT.resolve("k8s/overlays/demo/prometheus.yml"));
        for (Path file : files) {
            // The rules are mounted elsewhere in the container.
            Process process = new ProcessBuilder(promtool, "check", "config", "--syntax-only", file.toString())
                    .redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
        }
    }

    @Test
    void keepsTheNamesOfTheMixinsAlerts() {
        assertThat(MonitoringFiles.alertQueries()).extracting(MonitoringFiles.Query::place).contains(
                "ThanosQueryHttpRequestQueryErrorRateHigh", "ThanosQueryHttpRequestQueryRangeErrorRateHigh",
                "ThanosQueryOverload",
                "ThanosReceiveHttpRequestErrorRateHigh", "ThanosReceiveNoUpload", "ThanosReceiveConfigReloadFailure",
                "ThanosStoreGrpcErrorRate", "ThanosStoreBucketHighOperationFailures", "ThanosCompactMultipleRunning",
                "ThanosCompactHalted", "ThanosCompactHasNotRun", "ThanosQueryIsDown", "ThanosReceiveIsDown",
                "ThanosStoreIsDown",
                "ThanosCompactIsDown").doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void isLaidOutWithoutOverlapsUnderAnIdOfItsOwn(Path file) {
        JsonNode board = JsonMapper.builder().build().readTree(file.toFile());
        assertThat(board.get("uid").asString())
                .isEqualTo("hypnos-" + file.getFileName().toString().replace(".json", ""));
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : board.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            JsonNode grid = panel.get("gridPos");
            assertThat(grid.get("x").asInt() + grid.get("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < grid.get("w").asInt(); x++) {
                for (int y = 0; y < grid.get("h").asInt(); y++) {
                    assertThat(cells.add((grid.get("x").asInt() + x) + "," + (grid.get("y").asInt() + y)))
                            .as("%s: %s", file, panel.get("title")).isTrue();
                }
            }
            if (!panel.get("type").asString().equals("row")) {
                assertThat(panel.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
            }
        }
    }

    static List<Path> dashboards() {
        return Repository.files("demo/grafana/dashboards", ".json");
    }
}
