package io.hypnos.allinone.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// docker-compose.yml, with the defaults of its variables filled in.
final class ComposeFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*))?}");

    private final Map<String, Object> content;

    ComposeFile() {
        content = Repository.map(Repository.yaml(interpolated(Repository.read("docker-compose.yml"))).getFirst());
    }

    private static String interpolated(String text) {
        Matcher variable = VARIABLE.matcher(text);
        return variable.replaceAll(match -> {
            if (match.group(2) == null) {
                throw new IllegalStateException("a variable without a default: " + match.group());
            }
            return Matcher.quoteReplacement(match.group(2));
        });
    }

    /// Services by name.
    Map<String, Map<String, Object>> services() {
        var services = new LinkedHashMap<String, Map<String, Object>>();
        Repository.map(content.get("services")).forEach((name, service) -> services.put(name, Repository.map(service)));
        return services;
    }

    /// Names of the volumes that the engine keeps.
    List<String> volumes() {
        return List.copyOf(Repository.map(content.get("volumes")).keySet());
    }

    /// Services that run this product.
    Map<String, Map<String, Object>> roles() {
        var roles = services();
        roles.values().removeIf(service -> !String.valueOf(service.get("image")).startsWith("hypnos:"));
        return roles;
    }

    /// The environment of a service: its file's, then its own.
    static Map<String, String> environment(Map<String, Object> service) {
        var environment = new HashMap<String, String>();
        if (service.get("env_file") != null) {
            for (String line : Repository.read(String.valueOf(service.get("env_file"))).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    int equals = line.indexOf('=');
                    environment.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        Repository.map(service.get("environment"))
                .forEach((name, value) -> environment.put(name, String.valueOf(value)));
        return environment;
    }

    /// The command line of a service; files that it names by their path in the container are put in its place.
    static List<String> arguments(Map<String, Object> service) {
        var arguments = new ArrayList<String>();
        for (String argument : Repository.texts(service.get("command"))) {
            if (argument.startsWith("@")) {
                for (String line : Repository.read(hostPath(service, argument.substring(1))).split("\n")) {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        arguments.add(line.strip());
                    }
                }
            } else {
                arguments.add(argument);
            }
        }
        return arguments;
    }

    /// Where a path in the container is on the host.
    static String hostPath(Map<String, Object> service, String path) {
        for (String volume : Repository.texts(service.get("volumes"))) {
            String[] parts = volume.split(":");
            if (path.startsWith(parts[1])) {
                return parts[0] + path.substring(parts[1].length());
            }
        }
        throw new IllegalStateException("no volume holds " + path);
    }
}
