package io.hypnos.service.flags;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in one line what is wrong with a command line, and what was meant where that can be guessed.
final class FlagFaults {

    private final CommandSpec spec;
    private final Map<String, FlagValue.Origin> origins;

    FlagFaults(CommandSpec spec, Map<String, FlagValue.Origin> origins) {
        this.spec = spec;
        this.origins = origins;
    }

    String describe(ParameterException fault) {
        return switch (fault) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched.getUnmatched().getFirst());
            case MissingParameterException missing -> missing(missing);
            case OverwrittenOptionException twice when twice.getOverwritten() instanceof OptionSpec option ->
                "flag " + option.longestName() + " is given twice";
            default -> badValue(fault);
        };
    }

    private String unknown(String token) {
        int cut = token.indexOf('=');
        String name = cut < 0 ? token : token.substring(0, cut);
        if (!name.startsWith("-")) {
            return "unexpected argument \"" + token + "\": flags start with --";
        }
        var known = new ArrayList<String>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() || option.userObject() != null) {
                known.add(option.longestName());
            }
        }
        if (name.startsWith("--no-")) {
            spec.negatedOptionsMap().keySet().forEach(known::add);
        }
        Optional<String> meant = NearestName.of(name, known);
        return "unknown flag " + name + meant.map(right -> " (did you mean " + right + "?)").orElse("");
    }

    private static String missing(MissingParameterException fault) {
        if (fault.getMissing().size() == 1 && fault.getMissing().getFirst() instanceof OptionSpec option) {
            boolean withoutValue = String.valueOf(fault.getMessage()).contains("parameter for option");
            return withoutValue
                    ? "flag " + option.longestName() + " needs a value"
                    : "required flag " + option.longestName() + " not provided";
        }
        var names = fault.getMissing().stream()
                .map(missing -> missing instanceof OptionSpec option ? option.longestName() : missing.paramLabel())
                .toList();
        return "required flags " + String.join(", ", names) + " not provided";
    }

    private String badValue(ParameterException fault) {
        String message = String.valueOf(fault.getMessage());
        if (!(fault.getArgSpec() instanceof OptionSpec option)) {
            return message;
        }
        String name = RoleFlags.plainName(option);
        int cut = message.indexOf(": ");
        String reason = cut < 0 ? message : message.substring(cut + 2);
        String source = switch (origins.getOrDefault(name, FlagValue.Origin.FLAG)) {
            case ENVIRONMENT -> " (from " + FlagProperties.variableOf(name) + ")";
            case CONFIGURATION -> " (from application.yml)";
            case FLAG, DEFAULT -> "";
        };
        return "flag --" + name + source + ": " + reason;
    }
}
