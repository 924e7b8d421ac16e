package io.hypnos.promql.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads recorded answers.
final class GoldenFiles {

    private GoldenFiles() {}

    /// The lines of a file, without comments.
    static List<String> lines(String name) {
        try {
            return Files.readAllLines(Path.of("src/test/resources/golden", name), StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.startsWith("##")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Turns `\n`, `\t`, `\r` and `\\` into what they stand for.
    static String unescape(String text) {
        var result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.append(c != '\\' ? c : switch (text.charAt(++i)) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case '\\' -> '\\';
                default -> throw new IllegalArgumentException(text);
            });
        }
        return result.toString();
    }
}
