package io.hypnos.allinone;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.hypnos.allinone.bench.BenchCommand;
import io.hypnos.allinone.demo.DemoCommand;
import io.hypnos.allinone.demo.DemoFlags;
import io.hypnos.allinone.up.UpCommand;
import io.hypnos.allinone.up.UpFlags;
import io.hypnos.service.boot.BuildInfo;
import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.NearestName;
import io.hypnos.service.flags.Variables;

/// The `hypnos` program: its first argument says what to run.
public final class HypnosCommand {

    private static final List<String> TOOLS = List.of("up", "demo", "check-config", "bench");

    private final Map<String, Role<?>> roles;
    private final PrintStream out;
    private final PrintStream err;

    HypnosCommand(Map<String, Role<?>> roles, PrintStream out, PrintStream err) {
        this.roles = roles;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        int code = new HypnosCommand(Roles.all(), System.out, System.err).run(Arrays.asList(arguments));
        Runtime.getRuntime().exit(code);
    }

    /// Runs to the end; returns the exit code.
    int run(List<String> arguments) {
        String command = arguments.isEmpty() ? "--help" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            Role<?> role = roles.get(command);
            if (role != null) {
                return RoleLauncher.run(role, rest, out, err);
            }
            return switch (command) {
                case "up" -> up(rest);
                case "demo" -> demo(rest);
                case "check-config" -> new CheckConfigCommand(roles, out).run(rest);
                case "bench" -> new BenchCommand(out, err).run(rest);
                case "--version", "version" -> show("hypnos " + BuildInfo.read().version() + "\n");
                case "--help", "-h", "help" -> show(help());
                default -> throw unknown(command, "command", names());
            };
        } catch (FlagException e) {
            err.println("hypnos: " + e.getMessage());
            return RoleLauncher.BAD_USAGE;
        } catch (IOException e) {
            err.println("hypnos " + command + ": " + e.getMessage());
            return RoleLauncher.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RoleLauncher.FAILED;
        }
    }

    private int up(List<String> arguments) throws IOException, InterruptedException {
        return switch (UpFlags.role().parse(arguments,
                FlagProperties.ofVariables(FlagProperties.PREFIX, System.getenv()),
                Variables.ofEnvironment())) {
            case FlagOutcome.Help<UpFlags>(var text) -> show(text);
            case FlagOutcome.Version<UpFlags>() -> show("hypnos " + BuildInfo.read().version() + "\n");
            case FlagOutcome.Run<UpFlags>(var parsed) -> {
                var command = new UpCommand(roles, HypnosCommand.class.getName(), out, isTerminal());
                var hook = new Thread(() -> Runtime.getRuntime().halt(command.stop()), "stop");
                Runtime.getRuntime().addShutdownHook(hook);
                try {
                    yield command.run(parsed.flags(), System.getenv());
                } finally {
                    forget(hook);
                }
            }
        };
    }

    private int demo(List<String> arguments) throws InterruptedException {
        Variables variables = Variables.ofEnvironment();
        var properties = FlagProperties.ofVariables(FlagProperties.PREFIX, System.getenv());
        return switch (DemoFlags.role().parse(arguments, properties, variables)) {
            case FlagOutcome.Help<DemoFlags>(var text) -> show(text);
            case FlagOutcome.Version<DemoFlags>() -> show("hypnos " + BuildInfo.read().version() + "\n");
            case FlagOutcome.Run<DemoFlags>(var parsed) -> {
                var command = new DemoCommand();
                var hook = new Thread(() -> {
                    command.stop();
                    Runtime.getRuntime().halt(RoleLauncher.OK);
                }, "stop");
                Runtime.getRuntime().addShutdownHook(hook);
                try {
                    yield command.run(parsed.flags(), variables);
                } finally {
                    forget(hook);
                }
            }
        };
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook is what ends it.
        }
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private int show(String text) {
        out.print(text);
        return RoleLauncher.OK;
    }

    private List<String> names() {
        var names = new ArrayList<>(TOOLS);
        names.addAll(roles.keySet());
        return names;
    }

    /// What to say of a name that is not known.
    static FlagException unknown(String name, String kind, Collection<String> known) {
        if (Roles.NOT_YET.contains(name)) {
            return new FlagException(name + " is not part of this version; there are " + String.join(", ", known));
        }
        return new FlagException("unknown " + kind + " " + name + NearestName.of(name, known)
                .map(meant -> " (did you mean " + meant + "?)").orElse("; there are " + String.join(", ", known)));
    }

    private String help() {
        var text = new StringBuilder(
                """
                         Highly available, multi-tenant, long-term metrics storage behind the Prometheus API.

                         Usage: hypnos up                     everything on this machine, with something to look at
                                hypnos <role> [flags]         one role, with the flags of its Thanos twin
                                hypnos check-config <role> …  say whether a role could start with these flags, and what they mean
                                hypnos demo [flags]           fill any installation with something to look at
                        hypnos bench ingest|verify    a load for any receiver of remote write, and the proof that it kept it
                                hypnos --version

                         Roles:
                         """);
        roles.forEach((name, role) -> text.append("  ").append(name).append(" ".repeat(Math.max(1, 10 - name.length())))
                .append(role.flags().help().lines().findFirst().orElse("")).append('\n'));
        return text.append("\nEvery command explains its flags with --help.\n").toString();
    }
}
