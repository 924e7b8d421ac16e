package io.hypnos.allinone.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.allinone.testing.StandInRole;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.Variables;

class UpCommandTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final UpCommand command = new UpCommand(StandInRole.all(), "none", new PrintStream(out, true, UTF_8),
            false);

    @Test
    void startsEveryRoleAndStopsWhenReady() throws Exception {
        assertThat(run("--free-ports", "--no-demo", "--exit-when-ready")).isZero();
        assertThat(lines()).contains("receive-0 is ready", "receive-1 is ready", "receive-2 is ready", "store is ready",
                "compact is ready", "query is ready").anyMatch(line -> line.startsWith("ready in "))
                .endsWith("stopping", "stopped");
        assertThat(directory.resolve("data/config/hashrings.json")).content().contains("\"replication_factor\": 3");
        assertThat(directory.resolve("data/bucket")).isDirectory();
    }

    @Test
    void runsUntilItIsToldToStop() throws Exception {
        CompletableFuture<Integer> running = CompletableFuture.supplyAsync(() -> {
            try {
                return run("--free-ports", "--no-demo");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!out.toString(UTF_8).contains("Ctrl-C") && !running.isDone()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(command.stop()).isZero();
        assertThat(running.get(1, TimeUnit.MINUTES)).isZero();
        assertThat(out.toString(UTF_8)).contains("everything on this machine", "✓ receive ×3 (RF 3, ketama)", "✓ query",
                "http://localhost:", "/graph?g0.expr=", "stopped");
    }

    @Test
    void namesTheRoleThatCannotStartAndStopsTheOthers() throws Exception {
        Path refused = directory.resolve("refuse");
        assertThat(run("--free-ports", "--no-demo", "--data=" + refused)).isEqualTo(1);
        assertThat(out.toString(UTF_8)).containsPattern("(?m)^(receive-\\d|store|compact): told to refuse$")
                .contains("stopp");
    }

    @Test
    void namesEveryPortThatIsTakenAndByWhom() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int offset = taken.getLocalPort() - 19_291;
            assertThatThrownBy(() -> run("--no-demo", "--port-offset=" + offset)).isInstanceOf(FlagException.class)
                    .hasMessageContaining("receive-0: port " + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ", java)")
                    .hasMessageContaining("or run ./hypnos up --port-offset 1000");
        }
    }

    @Test
    void refusesADirectoryThatAnotherHas() throws Exception {
        try (var held = DataDirectory.take(directory.resolve("data"), false)) {
            assertThatThrownBy(() -> run("--free-ports", "--no-demo")).isInstanceOf(FlagException.class)
                    .hasMessageContaining("another hypnos up uses")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void saysWhyItCannotKeepDataSomewhere() throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "a file");
        assertThatThrownBy(() -> run("--free-ports", "--no-demo")).isInstanceOf(FlagException.class)
                .hasMessage("cannot keep data in " + file + ": it is a file; choose another place with --data DIR");
        assertThatThrownBy(() -> run("--free-ports", "--no-demo", "--data=" + file.resolve("below")))
                .isInstanceOf(FlagException.class).hasMessageContaining("cannot keep data in " + file.resolve("below"));
    }

    @Test
    void deletesOnlyItsOwnDirectory() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(data.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> run("--reset")).isInstanceOf(FlagException.class)
                .hasMessageContaining("was not made by hypnos up");
        assertThat(data.resolve("thesis.txt")).exists();
        Files.delete(data.resolve("thesis.txt"));

        DataDirectory.take(data, false).close();
        Files.createDirectories(data.resolve("bucket/x"));
        DataDirectory.take(data, true).close();
        assertThat(data.resolve("bucket")).doesNotExist();
        assertThat(data).isDirectory();
    }

    @Test
    void refusesVariablesThatWouldSetAFlagOfEveryRole() {
        assertThatThrownBy(() -> command.run(flags(), Map.of("HYPNOS_TSDB_PATH", "/x", "HYPNOS_JAVA_HOME", "/j")))
                .isInstanceOf(FlagException.class).hasMessageContaining("HYPNOS_TSDB_PATH is set");
    }

    @Test
    void redrawsItsScreenOnATerminalAndOnlyThere() {
        var terminal = new Display(new PrintStream(out, true, UTF_8), true);
        terminal.draw(List.of("a", "b"));
        terminal.draw(List.of("c"));
        terminal.line("note");
        assertThat(out.toString(UTF_8)).isEqualTo("a\nb\n\u001B[2F\u001B[Jc\n\u001B[1F\u001B[Jnote\n");
        out.reset();
        var plain = new Display(new PrintStream(out, true, UTF_8), false);
        plain.draw(List.of("a", "b"));
        plain.draw(List.of("c"));
        assertThat(out.toString(UTF_8)).isEqualTo("a\nb\nc\n");
    }

    @Test
    void listensWhereTheReadmeSays() {
        Installation usual = Installation.on(directory, "127.0.0.1", port -> port);
        var ports = new ArrayList<String>();
        usual.instances().forEach(instance -> instance.ports()
                .forEach((use, port) -> ports.add(instance.name() + " " + use + " " + port)));
        assertThat(ports).containsExactlyInAnyOrder("receive-0 http 10912", "receive-0 grpc 10911",
                "receive-0 remote-write 19291",
                "receive-1 http 10922", "receive-1 grpc 10921", "receive-1 remote-write 19292", "receive-2 http 10932",
                "receive-2 grpc 10931", "receive-2 remote-write 19293", "store http 10942", "store grpc 10941",
                "compact http 10952", "query http 10902", "query grpc 10901");
    }

    private UpFlags flags(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        if (all.stream().noneMatch(argument -> argument.startsWith("--data"))) {
            all.add("--data=" + directory.resolve("data"));
        }
        return switch (UpFlags.role().parse(all, FlagProperties.none(), new Variables(Map.of()))) {
            case FlagOutcome.Run<UpFlags>(var parsed) -> parsed.flags();
            case FlagOutcome.Help<UpFlags> help -> throw new AssertionError(help.text());
            case FlagOutcome.Version<UpFlags> version -> throw new AssertionError("version");
        };
    }

    private int run(String... arguments) throws Exception {
        return command.run(flags(arguments), Map.of());
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }
}
