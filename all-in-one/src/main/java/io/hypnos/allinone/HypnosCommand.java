package io.hypnos.allinone;

import java.util.Arrays;
import java.util.List;

import io.hypnos.allinone.bench.BenchCommand;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.NearestName;

/// The `hypnos` program: its first argument says what to run.
public final class HypnosCommand {

    private static final int USAGE = 2;
    private static final List<String> COMMANDS = List.of("bench");

    private HypnosCommand() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> arguments) throws InterruptedException {
        String command = arguments.isEmpty() ? "--help" : arguments.getFirst();
        try {
            return switch (command) {
                case "bench" -> new BenchCommand(System.out, System.err).run(arguments.subList(1, arguments.size()));
                default -> throw new FlagException("unknown command " + command
                        + NearestName.of(command, COMMANDS).map(meant -> " (did you mean " + meant + "?)").orElse(""));
            };
        } catch (FlagException e) {
            System.err.println("hypnos: " + e.getMessage());
            return USAGE;
        }
    }
}
