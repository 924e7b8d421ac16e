package io.hypnos.service.flags;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The text of `--help`: flags in groups, each with what it takes, what it does and its default.
final class FlagHelp {

    private static final int WIDTH = 100;
    private static final int INDENT = 10;

    private final String role;
    private final String summary;
    private final CommandSpec spec;

    FlagHelp(String role, String summary, CommandSpec spec) {
        this.role = role;
        this.summary = summary;
        this.spec = spec;
    }

    String render() {
        var text = new StringBuilder();
        text.append(summary).append("\n\nUsage: hypnos ").append(role).append(" [flags]\n\n");
        text.append(
                "A flag can also be set by environment (--a.b-c is HYPNOS_A_BC) or application.yml (hypnos.a.b-c), in this order\n");
        text.append(
                "of strength. @FILE reads arguments from a file, one per line; $(NAME) is replaced by the environment variable.\n");
        groups().forEach((group, options) -> {
            text.append('\n').append(group).append(":\n");
            options.forEach(option -> append(text, option));
        });
        return text.toString();
    }

    private Map<String, List<OptionSpec>> groups() {
        var groups = new LinkedHashMap<String, List<OptionSpec>>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                groups.computeIfAbsent(groupOf(option), key -> new ArrayList<>()).add(option);
            }
        }
        return groups;
    }

    private static String groupOf(OptionSpec option) {
        if (option.userObject() instanceof Field field) {
            FlagGroup group = field.getDeclaringClass().getAnnotation(FlagGroup.class);
            if (group != null) {
                return group.value();
            }
        }
        return "Flags";
    }

    private void append(StringBuilder text, OptionSpec option) {
        text.append("  ");
        if (option.negatable()) {
            text.append("--[no-]").append(RoleFlags.plainName(option));
        } else {
            text.append(option.longestName());
        }
        if (!RoleFlags.isSwitch(option) && !option.usageHelp() && !option.versionHelp()) {
            text.append('=').append(valueLabel(option));
        }
        if (Collection.class.isAssignableFrom(option.type())) {
            text.append(" …");
        }
        text.append('\n');
        wrap(text, String.join(" ", option.description()) + defaultOf(option));
    }

    private static String valueLabel(OptionSpec option) {
        Class<?> type = option.auxiliaryTypes()[0];
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(FlagHelp::text).collect(Collectors.joining("|"))
                : option.paramLabel();
    }

    private static String defaultOf(OptionSpec option) {
        if (option.usageHelp() || option.versionHelp()) {
            return "";
        }
        String text = text(option.initialValue());
        return text.isEmpty() ? "" : " [" + text + "]";
    }

    private static void wrap(StringBuilder text, String sentence) {
        int column = INDENT;
        text.repeat(' ', INDENT);
        for (String word : sentence.split(" ")) {
            if (column > INDENT && column + 1 + word.length() > WIDTH) {
                text.append('\n').repeat(' ', INDENT);
                column = INDENT;
            } else if (column > INDENT) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }

    /// A flag's value in a flag's words.
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Duration duration -> FlagDuration.format(duration);
            case Collection<?> many -> many.stream().map(FlagHelp::text).collect(Collectors.joining(","));
            case Enum<?> constant when constant.toString().equals(constant.name()) ->
                constant.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }
}
