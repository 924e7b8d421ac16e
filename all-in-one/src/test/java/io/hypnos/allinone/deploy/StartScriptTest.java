package io.hypnos.allinone.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `hypnos`, run in a tree of its own with JDKs and a Maven that only say how they were called.
class StartScriptTest {

    private static final List<String> TOOLS = List.of("sed", "head", "tail", "find", "dirname", "basename", "readlink",
            "mkdir", "rm",
            "mv", "touch", "mktemp", "cat", "cp");

    @TempDir
    Path directory;

    private Path root;
    private Path bin;
    private Path jdks;
    private final Map<String, String> environment = new TreeMap<>();

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void makeTree() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
        root = Files.createDirectories(directory.resolve("a root/hypnos"));
        bin = Files.createDirectories(directory.resolve("bin"));
        jdks = Files.createDirectories(directory.resolve("jdks"));
        Files.copy(Repository.ROOT.resolve("hypnos"), root.resolve("hypnos"));
        Files.createDirectories(root.resolve("all-in-one"));
        Files.copy(Repository.ROOT.resolve("all-in-one/jvm.options"), root.resolve("all-in-one/jvm.options"));
        Files.createDirectories(root.resolve("all-in-one/target/hypnos"));
        Files.writeString(root.resolve("all-in-one/target/hypnos/hypnos.jar"), "");
        for (String tool : TOOLS) {
            Path wrapper = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + find(tool) + " \"$@\"\n");
            assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", Files.createDirectories(directory.resolve("home")).toString());
        environment.put("HYPNOS_JDK_FOLDERS", jdks.toString());
    }

    @Test
    void takesANewEnoughJdkFromTheFoldersWhenTheOneOnThePathIsOld() throws Exception {
        Path old = jdk(directory.resolve("old/17"), "17.0.15");
        Files.createSymbolicLink(bin.resolve("java"), old.resolve("bin/java"));
        jdk(jdks.resolve("twenty-one"), "21.0.2");
        jdk(jdks.resolve("twenty-six"), "26");
        jdk(jdks.resolve("twenty-five"), "25.0.3");
        Result result = run("up", "--data=with space", "--x='y'");
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).startsWith("java 25.0.3").contains("-Xmx1g")
                .endsWith("-jar", root.resolve("all-in-one/target/hypnos/hypnos.jar").toString(), "up",
                        "--data=with space", "--x='y'");
        assertThat(result.code()).isZero();
    }

    @Test
    void prefersWhatItIsTold() throws Exception {
        environment.put("JAVA_HOME", jdk(directory.resolve("told"), "25.0.1").toString());
        environment.put("JAVA_OPTS", "-Xmx3g -Dx=y");
        jdk(jdks.resolve("other"), "25.0.3");
        assertThat(run("query").out().lines()).startsWith("java 25.0.1").contains("-Xmx3g", "-Dx=y")
                .doesNotContain("-Xmx1g");
        environment.put("HYPNOS_JAVA_HOME", jdk(directory.resolve("first"), "27-ea").toString());
        assertThat(run("query").out().lines()).startsWith("java 27-ea");
        environment.put("HYPNOS_JAVA_HOME", jdk(directory.resolve("old"), "24.0.1").toString());
        assertThat(run("query").out().lines()).startsWith("java 25.0.1");
    }

    @Test
    void asksAJavaWithoutReleaseFileForItsVersion() throws Exception {
        Path home = jdk(jdks.resolve("unknown"), "25.0.9");
        Files.delete(home.resolve("release"));
        assertThat(run("query").out().lines()).startsWith("java 25.0.9");
    }

    @Test
    void saysWhatToInstallWhereThereIsNoJdk() throws Exception {
        Result nothing = run("up");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).isEqualTo(
                "hypnos needs Java 25; found none. Install Temurin 25 or set JAVA_HOME (looked in: " + jdks + ")\n");
        Path old = jdk(directory.resolve("old"), "17.0.15");
        environment.put("JAVA_HOME", old.toString());
        Result tooOld = run("up");
        assertThat(tooOld.code()).isEqualTo(1);
        assertThat(tooOld.err()).isEqualTo(
                "hypnos needs Java 25; found 17 at " + old + "/bin/java. Install Temurin 25 or set JAVA_HOME "
                        + "(looked in: " + old + " " + jdks + ")\n");
    }

    @Test
    void asksForMavenOnlyWhenThereIsSomethingToBuild() throws Exception {
        jdk(jdks.resolve("j"), "25");
        source(Instant.now().minusSeconds(3600));
        assertThat(run("query").code()).isZero();
        source(Instant.now().plusSeconds(3600));
        Result stale = run("query");
        assertThat(stale.code()).isEqualTo(1);
        assertThat(stale.err()).isEqualTo(
                "hypnos needs Maven 3.8.6 or newer to build itself; install it (package maven) and start again\n");
    }

    @Test
    void buildsOnceWhenTheSourcesAreNewer() throws Exception {
        Path home = jdk(jdks.resolve("j"), "25");
        source(Instant.now().minusSeconds(5));
        Files.delete(root.resolve("all-in-one/target/hypnos/hypnos.jar"));
        maven("echo \"JAVA_HOME=$JAVA_HOME $*\" >>'" + directory.resolve("maven.log") + "'\n"
                + "echo boot >all-in-one/target/all-in-one-9.9-boot.jar\n");
        Result first = run("query", "--x");
        assertThat(first.err().lines()).hasSize(1).first().asString().startsWith("hypnos: building from source");
        assertThat(first.out().lines()).contains("-jar").endsWith("query", "--x");
        Result second = run("query", "--x");
        assertThat(second.err()).isEmpty();
        assertThat(Files.readAllLines(directory.resolve("maven.log"))).hasSize(1).first().asString()
                .startsWith("JAVA_HOME=" + home).contains("-pl all-in-one -am package");
    }

    @Test
    void showsTheEndOfTheLogOfABuildThatFails() throws Exception {
        jdk(jdks.resolve("j"), "25");
        source(Instant.now().plusSeconds(3600));
        maven("echo 'it does not compile'\nexit 1\n");
        Result failed = run("query");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("the build failed").contains("it does not compile");
        assertThat(failed.out()).isEmpty();
    }

    @Test
    void usesTheClassCacheWhereThereIsOne() throws Exception {
        jdk(jdks.resolve("j"), "25");
        Path cache = Files.writeString(root.resolve("all-in-one/target/hypnos/hypnos.aot"), "");
        assertThat(run("query").out().lines()).contains("-XX:AOTCache=" + cache, "-Xlog:aot=off");
    }

    @Test
    void isCleanForShellcheck() throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("shellcheck", "hypnos", ".ci/run").directory(Repository.ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "shellcheck is not installed: the script is only checked by running it");
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /// A home whose java prints its version and its arguments, and which makes a program of a jar as Boot's jar mode does.
    private Path jdk(Path home, String version) throws IOException {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s"' >&2; exit 0; fi
                if [ "$1" = -Djarmode=tools ]; then mkdir -p "$6"; cp "$3" "$6/"; exit 0; fi
                echo 'java %s'
                for argument in "$@"; do echo "$argument"; done
                """.formatted(version, version));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void maven(String script) throws IOException {
        Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + script);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    private void source(Instant changed) throws IOException {
        Files.createDirectories(root.resolve("all-in-one/src/main"));
        Files.setLastModifiedTime(Files.writeString(root.resolve("pom.xml"), "<x/>"), FileTime.from(changed));
    }

    private static Path find(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable).findFirst().orElseThrow();
    }

    private Result run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("/bin/sh", root.resolve("hypnos").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), out, Files.readString(directory.resolve("err")));
    }
}
