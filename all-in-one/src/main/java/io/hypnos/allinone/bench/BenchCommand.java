package io.hypnos.allinone.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.NearestName;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.Variables;

/// `hypnos bench`: a load for any receiver of remote write, and the proof that it kept what it acknowledged.
public final class BenchCommand {

    /// Exit code when a verification could not be carried out.
    public static final int UNDECIDED = 3;

    private static final List<String> COMMANDS = List.of("ingest", "verify");
    private static final String HELP = """
            Sends samples to any receiver of remote write, and checks that it kept them.

            Usage: hypnos bench ingest [flags]     send, and report samples per second and latencies
                   hypnos bench verify [flags]     ask for everything again that was acknowledged

            hypnos bench ingest --help and hypnos bench verify --help list the flags.
            """;

    private final PrintStream out;
    private final PrintStream err;

    public BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Runs `ingest` or `verify`; returns the exit code.
    ///
    /// @throws FlagException with a line for the operator when the arguments cannot be used
    public int run(List<String> arguments) throws InterruptedException {
        String command = arguments.isEmpty() ? "--help" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (command) {
                case "ingest" -> switch (parse(ingestFlags(), rest)) {
                    case FlagOutcome.Run<IngestFlags>(var parsed) -> new IngestCommand(out, err).run(parsed.flags());
                    case FlagOutcome.Help<IngestFlags>(var text) -> show(text);
                    case FlagOutcome.Version<IngestFlags>() -> show(HELP);
                };
                case "verify" -> switch (parse(verifyFlags(), rest)) {
                    case FlagOutcome.Run<VerifyFlags>(var parsed) -> new VerifyCommand(out).run(parsed.flags());
                    case FlagOutcome.Help<VerifyFlags>(var text) -> show(text);
                    case FlagOutcome.Version<VerifyFlags>() -> show(HELP);
                };
                case "--help", "-h", "help" -> show(HELP);
                default -> throw new FlagException("unknown command bench " + command
                        + NearestName.of(command, COMMANDS)
                                .map(meant -> " (did you mean bench " + meant + "?)")
                                .orElse(": there are ingest and verify"));
            };
        } catch (IOException e) {
            err.println("hypnos bench " + command + ": " + e.getMessage());
            return UNDECIDED;
        }
    }

    private static <F> FlagOutcome<F> parse(RoleFlags<F> flags, List<String> arguments) {
        return flags.parse(arguments, FlagProperties.ofVariables(FlagProperties.PREFIX, System.getenv()),
                Variables.ofEnvironment());
    }

    private int show(String text) {
        out.print(text);
        return 0;
    }

    private static RoleFlags<IngestFlags> ingestFlags() {
        return new RoleFlags<>("bench ingest",
                "Sends samples of a Kubernetes-like population of series, and reports how the receiver takes them.",
                IngestFlags::new, List.of());
    }

    private static RoleFlags<VerifyFlags> verifyFlags() {
        return new RoleFlags<>("bench verify",
                "Asks a query API for everything that was acknowledged. Exit code 1 when a sample is lost, changed or doubled, 3 when "
                        + "that cannot be told.",
                VerifyFlags::new, List.of());
    }
}
