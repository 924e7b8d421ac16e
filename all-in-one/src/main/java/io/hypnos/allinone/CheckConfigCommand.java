package io.hypnos.allinone;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.FlagValue;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.Variables;

/// `hypnos check-config <role> <flags>`: reads a command line and every file that it names, and prints what was understood.
final class CheckConfigCommand {

    private final Map<String, Role<?>> roles;
    private final PrintStream out;

    CheckConfigCommand(Map<String, Role<?>> roles, PrintStream out) {
        this.roles = roles;
        this.out = out;
    }

    /// Exit code: 0 when the role could start like this, 1 when not.
    ///
    /// @throws FlagException when the command line cannot be used
    int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.getFirst().startsWith("-")) {
            out.println("Usage: hypnos check-config <role> [flags of the role]\n\nRoles: "
                    + String.join(", ", roles.keySet()));
            return arguments.isEmpty() ? RoleLauncher.BAD_USAGE : RoleLauncher.OK;
        }
        Role<?> role = roles.get(arguments.getFirst());
        if (role == null) {
            throw HypnosCommand.unknown(arguments.getFirst(), "role", roles.keySet());
        }
        return check(role, arguments.subList(1, arguments.size()));
    }

    private <F> int check(Role<F> role, List<String> arguments) {
        Variables variables = Variables.ofEnvironment();
        return switch (role.flags().parse(arguments, FlagProperties.ofProcess(FlagProperties.PREFIX), variables)) {
            case FlagOutcome.Help<F>(var text) -> {
                out.print(text);
                yield RoleLauncher.OK;
            }
            case FlagOutcome.Version<F>() -> RoleLauncher.OK;
            case FlagOutcome.Run<F>(var parsed) -> check(role, parsed, variables);
        };
    }

    private <F> int check(Role<F> role, ParsedFlags<F> parsed, Variables variables) {
        parsed.warnings().forEach(warning -> out.println("warning: " + warning));
        try {
            role.check(parsed.flags(), variables).forEach(out::println);
        } catch (RuntimeException e) {
            out.println("error: " + RoleLauncher.describe(e));
            return RoleLauncher.FAILED;
        }
        for (FlagValue value : parsed.values()) {
            if (value.origin() != FlagValue.Origin.DEFAULT) {
                out.println("--" + value.name() + "=" + value.shown() + origin(value.origin()));
            }
        }
        out.println(role.name() + ": the configuration is fine");
        return RoleLauncher.OK;
    }

    private static String origin(FlagValue.Origin origin) {
        return switch (origin) {
            case FLAG, DEFAULT -> "";
            case ENVIRONMENT -> "   (environment)";
            case CONFIGURATION -> "   (application.yml)";
        };
    }
}
