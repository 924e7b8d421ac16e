package io.hypnos.allinone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The Dockerfile as far as it can be judged without building an image.
class DockerfileTest {

    private static final Pattern INSTRUCTION = Pattern.compile("^([A-Z]+)\\s+(.*)$");

    /// Instructions with their continuation lines joined, comments left out.
    private static List<String[]> instructions() {
        var found = new ArrayList<String[]>();
        String text = Repository.read("Dockerfile").replaceAll("(?m)^#.*\\n", "").replaceAll("\\\\\\n", " ");
        for (String line : text.split("\n")) {
            Matcher instruction = INSTRUCTION.matcher(line);
            if (instruction.matches()) {
                found.add(new String[]{instruction.group(1), instruction.group(2).strip()});
            } else {
                assertThat(line).as("an instruction or an empty line").isBlank();
            }
        }
        return found;
    }

    private static List<String> all(String name) {
        return instructions().stream().filter(one -> one[0].equals(name)).map(one -> one[1]).toList();
    }

    @Test
    void buildsAndRunsWithTheJavaOfTheBuild() {
        assertThat(all("FROM")).hasSize(2).allSatisfy(image -> assertThat(image).contains("temurin").contains("25")
                .doesNotContain(":latest"));
    }

    @Test
    void runsAsNobodyAndHandsSignalsToTheJvm() throws Exception {
        assertThat(all("USER")).containsExactly("65534:65534");
        List<String> entry = JsonMapper.shared().readTree(all("ENTRYPOINT").getFirst()).valueStream()
                .map(node -> node.asString()).toList();
        assertThat(entry).hasSize(4).startsWith("/bin/sh", "-c").endsWith("hypnos");
        assertThat(entry.get(2)).startsWith("exec java ").endsWith("\"$@\"").contains("@/app/jvm.options", "$JAVA_OPTS",
                "-XX:AOTCache=/app/hypnos.aot", "-jar /app/hypnos.jar");
        Process shell = new ProcessBuilder("sh", "-n", "-c", entry.get(2)).redirectErrorStream(true).start();
        assertThat(new String(shell.getInputStream().readAllBytes())).isEmpty();
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void opensThePortsThatRolesHaveByDefault() {
        assertThat(all("EXPOSE")).containsExactly("10901 10902 19291");
        assertThat(all("VOLUME")).containsExactly("/data");
    }

    @Test
    void copiesEveryLayerOfTheProgramAndOnlyWhatTheBuildMade() {
        List<String> copies = all("COPY");
        assertThat(copies).contains("--from=build /layers/dependencies/ ./", "--from=build /layers/application/ ./",
                "--from=build /layers/snapshot-dependencies/ ./", "--from=build /layers/spring-boot-loader/ ./");
        copies.stream().filter(copy -> copy.contains("/src/")).forEach(copy -> assertThat(
                Repository.ROOT.resolve(copy.replaceFirst(".*/src/(\\S+) .*", "$1"))).isRegularFile());
        assertThat(Repository.read(".dockerignore")).contains(".git", "**/target");
    }

    @Test
    void trainsTheCacheWithTheOptionsThatItIsUsedWith() {
        String training = all("RUN").stream().filter(run -> run.contains("AOTCacheOutput")).findFirst().orElseThrow();
        assertThat(training).contains("@jvm.options", "--exit-when-ready", "--free-ports", "-jar hypnos.jar");
        assertThat(Repository.read("hypnos")).contains("@$options", "--exit-when-ready", "--free-ports");
    }
}
