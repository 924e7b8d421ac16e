package io.hypnos.service.flags;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `$(NAME)` stands for in arguments, argument files and configuration files: environment variables, as Kubernetes and Thanos expand
/// them. Values are not expanded again.
public record Variables(Map<String, String> values) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([a-zA-Z_0-9]+)\\)");

    public Variables {
        values = Map.copyOf(values);
    }

    public static Variables ofEnvironment() {
        return new Variables(System.getenv());
    }

    /// @throws FlagException for a name that is not set
    public String expand(String text) {
        if (text.indexOf("$(") < 0) {
            return text;
        }
        Matcher reference = REFERENCE.matcher(text);
        return reference.replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new FlagException("found reference to unset environment variable \"" + match.group(1) + "\"");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
