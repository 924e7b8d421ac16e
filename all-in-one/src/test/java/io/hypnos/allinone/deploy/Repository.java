package io.hypnos.allinone.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The files around the modules: compose, manifests, dashboards.
final class Repository {

    static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        String given = System.getProperty("hypnos.root");
        return given == null ? Path.of("..").toAbsolutePath().normalize() : Path.of(given);
    }

    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files below a folder whose names end so, in order.
    static List<Path> files(String folder, String... suffixes) {
        try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(suffixes).anyMatch(suffix -> file.toString().endsWith(suffix))).sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All documents of a YAML file, duplicate keys being errors.
    static List<Object> yaml(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var documents = new ArrayList<Object>();
        new Yaml(new SafeConstructor(options)).loadAll(text).forEach(documents::add);
        return documents;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }

    static List<String> texts(Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }
}
