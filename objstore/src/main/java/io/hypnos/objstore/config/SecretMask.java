package io.hypnos.objstore.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/// A bucket's description as it may be shown: on the page of the effective configuration, in a log.
public final class SecretMask {

    private static final Set<String> SECRETS = Set.of("secret_key", "session_token", "encryption_key", "access_key",
            "service_account", "storage_account_key", "storage_connection_string", "client_secret", "password",
            "application_credential_secret", "access_key_secret", "privatekey", "passphrase", "msi_resource");
    private static final String MASK = "<secret>";

    private SecretMask() {}

    /// `yaml` with every secret in it replaced, whatever the type of the bucket. What cannot be read is not shown at all.
    public static String mask(String yaml) {
        var style = new DumperOptions();
        style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        var parser = new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(style), style);
        try {
            Object content = parser.load(yaml);
            return content == null ? "" : parser.dump(masked(content));
        } catch (YAMLException e) {
            return MASK;
        }
    }

    private static Object masked(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((key, inner) -> copy.put(key,
                        isSecret(key) ? maskOf(inner) : inner == null ? "" : masked(inner)));
                yield copy;
            }
            case List<?> list -> list.stream().map(SecretMask::masked).toList();
            default -> value;
        };
    }

    private static boolean isSecret(Object key) {
        return SECRETS.contains(String.valueOf(key));
    }

    private static String maskOf(Object value) {
        return value == null || value.equals("") ? "" : MASK;
    }
}
