package io.hypnos.service.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// Values of flags from elsewhere than the command line: a flag `--tsdb.path` is the property `<prefix>.tsdb.path`, from the environment
/// (`HYPNOS_TSDB_PATH`; dots become underscores and dashes vanish) or from `application.yml`. A list is `…[0]`, `…[1]`, or one value; commas
/// inside a value do not split it.
public final class FlagProperties {

    /// The prefix of a process that runs one role.
    public static final String PREFIX = "hypnos";

    private static final String ENVIRONMENT_PREFIX = "HYPNOS_";

    private final String prefix;
    private final Iterable<ConfigurationPropertySource> sources;
    private final Set<String> environmentNames;

    /// @param prefix      of the properties, without a dot at its end
    /// @param environment where they are looked up
    public FlagProperties(String prefix, ConfigurableEnvironment environment) {
        this.prefix = prefix;
        this.sources = ConfigurationPropertySources.get(environment);
        this.environmentNames = environment.getSystemEnvironment().keySet().stream()
                .filter(name -> name.startsWith(ENVIRONMENT_PREFIX)).collect(Collectors.toUnmodifiableSet());
    }

    /// The process's environment and the `application.yml` that Spring would read.
    public static FlagProperties ofProcess(String prefix) {
        var environment = new StandardEnvironment();
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        return new FlagProperties(prefix, environment);
    }

    /// Only the given environment variables.
    public static FlagProperties ofVariables(String prefix, Map<String, String> variables) {
        var environment = new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources into) {
                into.addLast(new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.<String, Object>copyOf(variables)));
            }

            @Override
            public Map<String, Object> getSystemEnvironment() {
                return Map.copyOf(variables);
            }
        };
        ConfigurationPropertySources.attach(environment);
        return new FlagProperties(prefix, environment);
    }

    /// No properties at all.
    public static FlagProperties none() {
        return ofVariables(PREFIX, Map.of());
    }

    /// What one source says of a flag.
    record Found(List<String> values, FlagValue.Origin origin) {}

    /// The values of a flag (name without dashes) in the strongest source that has any.
    Optional<Found> find(String flag) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(prefix + "." + flag, '.');
        for (ConfigurationPropertySource source : sources) {
            List<String> values = valuesIn(source, name);
            if (!values.isEmpty()) {
                return Optional.of(new Found(values, originOf(source)));
            }
        }
        return Optional.empty();
    }

    private static List<String> valuesIn(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        String single = valueIn(source, name);
        if (single != null) {
            return List.of(single);
        }
        var values = new ArrayList<String>();
        for (String value = valueIn(source, name.append("[0]")); value != null; value = valueIn(source,
                name.append("[" + values.size() + "]"))) {
            values.add(value);
        }
        return values;
    }

    private static @Nullable String valueIn(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        var property = source.getConfigurationProperty(name);
        return property == null || property.getValue() == null ? null : property.getValue().toString();
    }

    private static FlagValue.Origin originOf(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
                ? FlagValue.Origin.ENVIRONMENT
                : FlagValue.Origin.CONFIGURATION;
    }

    /// Environment variables that look as if they meant a flag and bind to none, such as `HYPNOS_OBJSTORE_CONFIG_FILE`.
    List<String> nearMisses(Set<String> flags) {
        var warnings = new ArrayList<String>();
        for (String variable : environmentNames) {
            String plain = squeezed(variable.substring(ENVIRONMENT_PREFIX.length()));
            for (String flag : flags) {
                String right = variableOf(flag);
                if (!variable.equals(right) && !variable.startsWith(right + "_") && plain.equals(squeezed(flag))) {
                    warnings.add("environment variable " + variable + " sets nothing; did you mean " + right + "?");
                }
            }
        }
        return warnings;
    }

    /// The environment variable of a flag.
    static String variableOf(String flag) {
        return ENVIRONMENT_PREFIX + flag.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String squeezed(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
