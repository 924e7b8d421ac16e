package io.hypnos.allinone.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ComposeFileTest {

    /// Images that cannot be pulled any more, or whose content changes under a name.
    private static final Pattern UNUSABLE_IMAGE = Pattern.compile("minio/minio|bitnami/|:latest$|^[^:]+$");
    private static final Pattern ADDRESS = Pattern
            .compile("(?:https?://|dns\\+|^|[ \"\\[,])([a-z][a-z0-9-]*):(\\d{4,5})\\b");

    private final ComposeFile compose = new ComposeFile();

    @Test
    void isValidForTheComposeTool() throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("docker-compose", "-f", "docker-compose.yml", "config", "-q")
                    .directory(Repository.ROOT.toFile()).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "docker-compose is not installed: the file is only checked by the other tests");
            return;
        }
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void usesImagesThatCanBePulledByAFixedName() {
        compose.services().forEach((name, service) -> assertThat(String.valueOf(service.get("image"))).as(name)
                .doesNotContainPattern(UNUSABLE_IMAGE));
    }

    @Test
    void mountsOnlyWhatExists() {
        compose.services().forEach((name, service) -> {
            for (String volume : Repository.texts(service.get("volumes"))) {
                String source = volume.substring(0, volume.indexOf(':'));
                if (source.startsWith(".")) {
                    assertThat(Repository.ROOT.resolve(source)).as(name).exists();
                    assertThat(volume).as(name).endsWith(":ro");
                } else {
                    assertThat(compose.volumes()).as(name).contains(source);
                }
            }
        });
    }

    @Test
    void waitsOnlyForServicesThatReportHealth() {
        Map<String, Map<String, Object>> services = compose.services();
        services.forEach((name, service) -> Repository.map(service.get("depends_on")).forEach((other, condition) -> {
            assertThat(services).as(name).containsKey(other);
            assertThat(Repository.map(condition)).as(name).containsEntry("condition", "service_healthy");
            assertThat(services.get(other)).as(other).containsKey("healthcheck");
        }));
    }

    @Test
    void publishesEveryPortOnceAndOnlyToThisMachine() {
        Set<String> taken = new HashSet<>();
        compose.services().forEach((name, service) -> {
            for (String port : Repository.texts(service.get("ports"))) {
                assertThat(port).as(name).startsWith("127.0.0.1:");
                assertThat(taken.add(port.split(":")[1])).as(port).isTrue();
            }
        });
        assertThat(taken).contains("10902", "19291", "3000");
    }

    @Test
    void limitsMemoryAndLogsOfEveryService() {
        compose.services().forEach((name, service) -> {
            assertThat(service).as(name).containsKeys("mem_limit", "logging", "restart");
            assertThat(Repository.map(Repository.map(service.get("logging")).get("options"))).as(name)
                    .containsKey("max-size");
        });
    }

    @Test
    void asksForTheReadinessPageOnTheHttpPort() {
        compose.roles().forEach((name, service) -> {
            if (name.equals("demo")) {
                // Has no port.
                assertThat(Repository.map(service.get("healthcheck"))).containsEntry("disable", true);
                return;
            }
            List<String> test = Repository.texts(Repository.map(service.get("healthcheck")).get("test"));
            String port = ComposeFile.environment(service).get("HTTP_ADDRESS").replaceFirst(".*:", "");
            assertThat(test.getLast()).as(name).contains("http://127.0.0.1:" + port + "/-/ready");
        });
    }

    @Test
    void givesReceiversTimeToFlush() {
        compose.roles().forEach((name, service) -> {
            if (name.startsWith("receive")) {
                assertThat(service).as(name).containsKey("stop_grace_period");
            }
        });
    }

    @Test
    void setsEveryVariableOfTheRolesArguments() {
        Pattern reference = Pattern.compile("\\$\\((\\w+)\\)");
        compose.roles().forEach((name, service) -> {
            for (String argument : ComposeFile.arguments(service)) {
                Matcher variable = reference.matcher(argument);
                while (variable.find()) {
                    assertThat(ComposeFile.environment(service)).as("%s: %s", name, argument)
                            .containsKey(variable.group(1));
                }
            }
        });
    }

    @Test
    void everyAddressIsAServiceOfThisFile() throws Exception {
        Set<String> names = compose.services().keySet();
        var sources = new HashSet<String>();
        compose.roles().values().forEach(service -> sources.addAll(ComposeFile.environment(service).values()));
        for (var file : Repository.files("demo", ".yml", ".json", ".env")) {
            if (!file.toString().contains("dashboards")) {
                sources.addAll(
                        Files.readAllLines(file).stream().filter(line -> !line.strip().startsWith("#")).toList());
            }
        }
        int found = 0;
        for (String text : sources) {
            Matcher address = ADDRESS.matcher(text);
            while (address.find()) {
                found++;
                if (!address.group(1).equals("localhost")) {
                    assertThat(names).as(text).contains(address.group(1));
                }
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void theHashringIsTheThreeReceivers() {
        var ring = JsonMapper.builder().build().readTree(Repository.read("demo/config/hashrings.json"));
        List<String> endpoints = ring.get(0).get("endpoints").valueStream().map(node -> node.asString()).toList();
        List<String> local = compose.roles().entrySet().stream().filter(role -> role.getKey().startsWith("receive"))
                .map(role -> ComposeFile.environment(role.getValue()).get("LOCAL_ENDPOINT")).toList();
        assertThat(endpoints).containsExactlyInAnyOrderElementsOf(local).hasSize(3);
        assertThat(ring.get(0).get("replication_factor").asInt()).isEqualTo(3);
    }
}
