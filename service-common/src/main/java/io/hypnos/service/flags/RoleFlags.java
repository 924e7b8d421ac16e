package io.hypnos.service.flags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The flags of one role: what they are, and how a command line is read into them.
///
/// A flag wins over an environment variable, that over `application.yml`, that over the default; lists are replaced whole, not merged. Every
/// boolean flag has a `--no-…` twin. `$(NAME)` and `@file` are expanded in all arguments.
///
/// @param <F> a class with picocli's annotations
public final class RoleFlags<F> {

    private final String role;
    private final String summary;
    private final Supplier<F> factory;
    private final Map<String, UnservedFlag> unserved = new TreeMap<>();

    /// @param role     the role's name, which may stand before the flags
    /// @param summary  one sentence for `--help`
    /// @param factory  makes an instance whose fields hold the defaults
    /// @param unserved Thanos' flags that are answered but not served
    public RoleFlags(String role, String summary, Supplier<F> factory, List<UnservedFlag> unserved) {
        this.role = role;
        this.summary = summary;
        this.factory = factory;
        CommonUnservedFlags.ALL.forEach(flag -> this.unserved.put(flag.name(), flag));
        unserved.forEach(flag -> this.unserved.put(flag.name(), flag));
    }

    /// Reads a command line.
    ///
    /// @throws FlagException with a line for the operator when it cannot be used
    public FlagOutcome<F> parse(List<String> arguments, FlagProperties properties, Variables variables) {
        F flags = factory.get();
        CommandLine commandLine = commandLine(flags);
        List<String> given = ArgumentFiles.expand(withoutRole(arguments)).stream().map(variables::expand).toList();
        Map<String, FlagValue.Origin> origins = originsOf(given, commandLine.getCommandSpec());
        var tokens = new ArrayList<>(given);
        var warnings = new ArrayList<String>();
        addProperties(commandLine.getCommandSpec(), properties, variables, origins, tokens);
        try {
            ParseResult result = commandLine.parseArgs(tokens.toArray(String[]::new));
            if (result.isUsageHelpRequested()) {
                return new FlagOutcome.Help<>(new FlagHelp(role, summary, commandLine.getCommandSpec()).render());
            }
            if (result.isVersionHelpRequested()) {
                return new FlagOutcome.Version<>();
            }
            checkUnserved(result, warnings);
        } catch (ParameterException e) {
            throw new FlagException(new FlagFaults(commandLine.getCommandSpec(), origins).describe(e), e);
        }
        warnings.addAll(properties.nearMisses(names(commandLine.getCommandSpec())));
        return new FlagOutcome.Run<>(new ParsedFlags<>(flags, values(commandLine.getCommandSpec(), origins), warnings));
    }

    /// The text of `--help`.
    public String help() {
        return new FlagHelp(role, summary, commandLine(factory.get()).getCommandSpec()).render();
    }

    private List<String> withoutRole(List<String> arguments) {
        return !arguments.isEmpty() && arguments.getFirst().equals(role)
                ? arguments.subList(1, arguments.size())
                : arguments;
    }

    private CommandLine commandLine(F flags) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(flags).name(role);
        spec.addOption(OptionSpec.builder("--help", "-h").usageHelp(true).description("Show this text.").build());
        spec.addOption(OptionSpec.builder("--version").versionHelp(true).description("Show the version.").build());
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (isSwitch(option) && !option.usageHelp() && !option.versionHelp()) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option).negatable(true).fallbackValue("true").build());
            }
        }
        unserved.values().stream().filter(flag -> !spec.optionsMap().containsKey(flag.name()))
                .forEach(flag -> spec.addOption(unservedOption(flag)));
        var commandLine = new CommandLine(spec);
        commandLine.setNegatableOptionTransformer(new DottedNegation());
        commandLine.setExpandAtFiles(false);
        commandLine.setAbbreviatedOptionsAllowed(false);
        commandLine.setTrimQuotes(false);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        register(commandLine, Duration.class, FlagDuration::parse);
        register(commandLine, ByteSize.class, ByteSize::parse);
        register(commandLine, TimeBound.class, TimeBound::parse);
        register(commandLine, LabelPair.class, LabelPair::parse);
        register(commandLine, HostPort.class, HostPort::parse);
        register(commandLine, TlsVersion.class, TlsVersion::parse);
        return commandLine;
    }

    private static OptionSpec unservedOption(UnservedFlag flag) {
        var option = OptionSpec.builder(flag.name()).hidden(true);
        return flag.isSwitch()
                ? option.type(boolean.class).arity("0").negatable(true).fallbackValue("true").build()
                : option.type(List.class).auxiliaryTypes(String.class).arity("1").build();
    }

    private static <T> void register(CommandLine commandLine, Class<T> type, Function<String, T> parser) {
        commandLine.registerConverter(type, text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        });
    }

    static boolean isSwitch(ArgSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }

    static String plainName(OptionSpec option) {
        return option.longestName().substring(2);
    }

    private static Set<String> names(CommandSpec spec) {
        var names = new HashSet<String>();
        spec.options().forEach(option -> names.add(plainName(option)));
        return names;
    }

    private static Map<String, FlagValue.Origin> originsOf(List<String> tokens, CommandSpec spec) {
        var origins = new HashMap<String, FlagValue.Origin>();
        for (String token : tokens) {
            int cut = token.indexOf('=');
            String name = cut < 0 ? token : token.substring(0, cut);
            OptionSpec option = spec.optionsMap().get(name);
            if (option == null) {
                option = spec.negatedOptionsMap().get(name);
            }
            if (option != null) {
                origins.put(plainName(option), FlagValue.Origin.FLAG);
            }
        }
        return origins;
    }

    private static void addProperties(CommandSpec spec, FlagProperties properties, Variables variables,
            Map<String, FlagValue.Origin> origins, List<String> tokens) {
        for (OptionSpec option : spec.options()) {
            String name = plainName(option);
            if (origins.containsKey(name) || option.usageHelp() || option.versionHelp()) {
                continue;
            }
            properties.find(name).ifPresent(found -> {
                origins.put(name, found.origin());
                for (String value : found.values()) {
                    tokens.add(token(option, variables.expand(value)));
                }
            });
        }
    }

    private static String token(OptionSpec option, String value) {
        if (!isSwitch(option)) {
            return "--" + plainName(option) + "=" + value;
        }
        return switch (value) {
            case "true" -> "--" + plainName(option);
            case "false" -> "--no-" + plainName(option);
            default -> throw new FlagException(
                    "flag --" + plainName(option) + ": \"" + value + "\" is neither true nor false");
        };
    }

    private void checkUnserved(ParseResult result, List<String> warnings) {
        for (UnservedFlag flag : unserved.values()) {
            String name = flag.name();
            OptionSpec matched = result.matchedOption(name);
            if (matched == null || !matched.hidden() || matched.userObject() != null) {
                continue;
            }
            if (!flag.isRefused()) {
                warnings.add("flag " + name + " has no effect here");
                continue;
            }
            for (String value : valuesOf(matched)) {
                if (!value.equals(flag.defaultValue())) {
                    throw new FlagException("flag " + name
                            + " is known from Thanos but not served by this version of hypnos; leave it out"
                            + (flag.defaultValue().isEmpty() ? "" : " (" + flag.defaultValue() + " is what it does)"));
                }
            }
        }
    }

    private static List<String> valuesOf(OptionSpec option) {
        Object value = option.getValue();
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }

    private List<FlagValue> values(CommandSpec spec, Map<String, FlagValue.Origin> origins) {
        var values = new ArrayList<FlagValue>();
        for (OptionSpec option : spec.options()) {
            if (option.usageHelp() || option.versionHelp() || unserved.containsKey(option.longestName())) {
                continue;
            }
            String name = plainName(option);
            values.add(new FlagValue(name, FlagHelp.text(option.getValue()),
                    origins.getOrDefault(name, FlagValue.Origin.DEFAULT), isSecret(name)));
        }
        values.sort(Comparator.comparing(FlagValue::name));
        return values;
    }

    /// Content flags hold whole files, credentials among them.
    private static boolean isSecret(String name) {
        return name.endsWith(".config") || name.endsWith("-config") || name.endsWith("http-client")
                || name.contains("password") || name.contains("secret");
    }
}
