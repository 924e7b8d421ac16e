package io.hypnos.tsdb.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The bytes of a file as the format wants them, derived by hand, with names for its places: `golden/<name>.hex` among the test resources.
///
///     # until the end of the line: what the bytes say
///     place: baaad700 02 00*13        bytes in hexadecimal; 13 times 00
///
/// White space means nothing.
public final class Golden {

    private static final Pattern PLACE = Pattern.compile("([\\w.]+):");
    private static final Pattern BYTES = Pattern.compile("([0-9a-f]{2})\\*(\\d+)|(?:[0-9a-f]{2})+");

    private final byte[] bytes;
    private final Map<String, Integer> places;

    private Golden(byte[] bytes, Map<String, Integer> places) {
        this.bytes = bytes;
        this.places = places;
    }

    public static Golden read(String name) {
        var bytes = new ByteArrayOutputStream();
        var places = new LinkedHashMap<String, Integer>();
        for (String line : new String(resource(name + ".hex"), UTF_8).lines().toList()) {
            for (String word : line.replaceFirst("#.*", "").strip().split("\\s+")) {
                Matcher place = PLACE.matcher(word);
                if (place.matches()) {
                    if (places.put(place.group(1), bytes.size()) != null) {
                        throw new AssertionError(name + " has two places " + word);
                    }
                } else {
                    bytes.writeBytes(bytes(word));
                }
            }
        }
        return new Golden(bytes.toByteArray(), places);
    }

    private static byte[] bytes(String word) {
        Matcher bytes = BYTES.matcher(word);
        if (word.isEmpty()) {
            return new byte[0];
        }
        if (!bytes.matches()) {
            throw new AssertionError("no bytes: " + word);
        }
        boolean repeated = bytes.group(1) != null;
        return HexFormat.of().parseHex(repeated ? bytes.group(1).repeat(Integer.parseInt(bytes.group(2))) : word);
    }

    /// A file of `golden` that is text.
    public static byte[] resource(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// The bytes in hexadecimal, 32 to a line, so that a difference shows where it is. A line that is like the one before is left out.
    public static String lines(byte[] bytes) {
        var text = new StringBuilder();
        String last = "";
        for (int at = 0; at < bytes.length; at += 32) {
            String line = HexFormat.of().formatHex(bytes, at, Math.min(at + 32, bytes.length));
            if (!line.equals(last)) {
                text.append("%05d  %s\n".formatted(at, line));
            }
            last = line;
        }
        return text.append(bytes.length).append(" bytes\n").toString();
    }

    public String lines() {
        return lines(bytes);
    }

    /// The offset of a place.
    public int at(String place) {
        Integer offset = places.get(place);
        if (offset == null) {
            throw new AssertionError(place + " is none of " + places.keySet());
        }
        return offset;
    }

    /// The bytes from one place to before another.
    public byte[] between(String from, String to) {
        return Arrays.copyOfRange(bytes, at(from), at(to));
    }

    /// The bytes with others from a place on.
    public byte[] with(String place, String hex) {
        byte[] changed = bytes();
        byte[] other = HexFormat.of().parseHex(hex);
        System.arraycopy(other, 0, changed, at(place), other.length);
        return changed;
    }

    /// The four bytes at a place in hexadecimal.
    public String four(String place) {
        return HexFormat.of().formatHex(bytes, at(place), at(place) + 4);
    }

    /// Writes the bytes to a file, whose directory is made.
    public Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }
}
