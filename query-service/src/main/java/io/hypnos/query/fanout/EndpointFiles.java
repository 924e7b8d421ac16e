package io.hypnos.query.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Addresses in files of Prometheus' `file_sd` form, JSON or YAML: `[{"targets": ["host:10901"]}]`. A file that cannot be read keeps what it
/// said last.
final class EndpointFiles {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointFiles.class);

    private final List<String> patterns;
    private Map<Path, List<String>> lastGood = Map.of();

    EndpointFiles(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    List<String> read() {
        var now = new LinkedHashMap<Path, List<String>>();
        for (String pattern : patterns) {
            for (Path file : files(pattern)) {
                now.put(file, read(file));
            }
        }
        lastGood = now;
        return now.values().stream().flatMap(List::stream).distinct().toList();
    }

    private static List<Path> files(String pattern) {
        Path path = Path.of(pattern);
        Path directory = path.toAbsolutePath().getParent();
        Path name = path.getFileName();
        if (directory == null || name == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, name.toString())) {
            stream.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    private List<String> read(Path file) {
        try {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return targets(root);
        } catch (IOException | YAMLException e) {
            LOG.atWarn().setMessage("reading endpoints failed; keeping the last ones").addKeyValue("file", file)
                    .addKeyValue("reason", e.getMessage()).log();
            return lastGood.getOrDefault(file, List.of());
        }
    }

    private static List<String> targets(Object root) {
        var targets = new ArrayList<String>();
        if (root instanceof List<?> groups) {
            for (Object group : groups) {
                if (group instanceof Map<?, ?> map && map.get("targets") instanceof List<?> list) {
                    list.forEach(target -> targets.add(String.valueOf(target)));
                }
            }
        }
        return targets;
    }
}
