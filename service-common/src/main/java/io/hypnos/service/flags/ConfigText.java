package io.hypnos.service.flags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Configuration that came by a pair of flags, `--x.config` (the content) or `--x.config-file` (its path).
///
/// @param name for messages: the file's name, or the flag of the content
/// @param text with `$(NAME)` expanded
/// @param file where it came from, to be watched; null for content
public record ConfigText(String name, String text, @Nullable Path file) {

    /// The text behind a pair; empty when neither flag was given.
    ///
    /// @param flag the name of the content flag, with its dashes
    /// @throws FlagException when both were given, the file cannot be read or a variable is not set
    public static Optional<ConfigText> of(String flag, @Nullable String content, @Nullable Path file,
            Variables variables) {
        String text = content == null ? "" : content;
        if (file == null || file.toString().isEmpty()) {
            return text.isEmpty() ? Optional.empty() : Optional.of(new ConfigText(flag, text, null));
        }
        if (!text.isEmpty()) {
            throw new FlagException("both " + flag + " and " + flag + "-file are given; give one of them");
        }
        return Optional.of(read(file, variables));
    }

    /// The text of a file as it is now.
    public static ConfigText read(Path file, Variables variables) {
        try {
            return new ConfigText(file.toString(), variables.expand(Files.readString(file)), file);
        } catch (IOException e) {
            throw new FlagException(file + ": cannot be read: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }
}
