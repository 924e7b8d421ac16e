package io.hypnos.promql.promqltest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What the scripts ask.
public final class ScriptExpressions {

    private ScriptExpressions() {}

    /// The expressions of our scripts, and of the given ones where they are, each once.
    public static Set<String> all() {
        Set<String> expressions = new LinkedHashSet<>();
        List<Path> directories = new ArrayList<>(List.of(ScriptSuite.ownScripts()));
        Path given = Path.of(System.getProperty("hypnos.testdata", ""), "promqltest");
        if (Files.isDirectory(given)) {
            directories.add(given);
        }
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".test")).sorted().toList()) {
                    for (Command command : ScriptParser.parse(Files.readString(file))) {
                        if (command instanceof Command.Eval eval) {
                            expressions.add(eval.expr());
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return expressions;
    }
}
