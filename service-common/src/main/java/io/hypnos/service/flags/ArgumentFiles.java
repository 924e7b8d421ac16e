package io.hypnos.service.flags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Arguments of the form `@file`: the file's lines take their place, one argument per line, whole, with its quotes; blank lines and lines that
/// start with `#` do not count. A file may name further files.
final class ArgumentFiles {

    private static final int MAX_DEPTH = 8;

    private ArgumentFiles() {}

    static List<String> expand(List<String> arguments) {
        var expanded = new ArrayList<String>();
        for (String argument : arguments) {
            expand(argument, 0, expanded);
        }
        return expanded;
    }

    private static void expand(String argument, int depth, List<String> into) {
        if (!argument.startsWith("@") || argument.length() == 1) {
            into.add(argument);
            return;
        }
        if (depth == MAX_DEPTH) {
            throw new FlagException(argument + ": argument files name each other more than " + MAX_DEPTH + " deep");
        }
        for (String line : read(Path.of(argument.substring(1)))) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                expand(text, depth + 1, into);
            }
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new FlagException("@" + file + ": cannot read the argument file: " + e.getMessage(), e);
        }
    }
}
