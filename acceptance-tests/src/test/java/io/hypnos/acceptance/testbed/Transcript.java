package io.hypnos.acceptance.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The requests of a client as it sends them, with the answers that it needs, read from a resource:
///
/// ```
/// ### what the client is doing
/// POST /api/v1/query
/// Content-Type: application/x-www-form-urlencoded
///
/// query=1%2B1&time=4
/// => 200 application/json
/// {"status": "success", "data": {"resultType": "scalar", "result": [4, "2"]}}
/// ```
///
/// @param title    what the client is doing
/// @param request  what it sends
/// @param expected what it has to get
public record Transcript(String title, Request request, Expected expected) {

    private static final Pattern ENTRY = Pattern.compile("(?m)^### ");
    private static final Pattern TIME = Pattern.compile("\\$\\{t([+-]\\d+)?}");

    /// @param line    method and target
    /// @param headers a line each
    /// @param body    empty for none
    public record Request(String line, List<String> headers, String body) {}

    /// @param contentType which the answer's begins with
    /// @param body        a pattern of JSON, see [JsonPattern], or text
    public record Expected(int status, String contentType, String body) {}

    /// Reads all entries.
    ///
    /// @param seconds what `${t}` stands for; `${t+60}` is a minute later
    public static List<Transcript> read(String resource, long seconds) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(Transcript.class.getResourceAsStream(resource), resource)) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        UnaryOperator<String> fill = part -> TIME.matcher(part).replaceAll(
                match -> Long.toString(seconds + (match.group(1) == null ? 0 : Long.parseLong(match.group(1)))));
        return ENTRY.splitAsStream(text).skip(1).map(entry -> parse(fill.apply(entry))).toList();
    }

    private static Transcript parse(String entry) {
        List<String> lines = new ArrayList<>(entry.lines().toList());
        String title = lines.removeFirst();
        int answer = indexOf(lines, "=> ");
        List<String> sent = lines.subList(0, answer);
        int blank = sent.indexOf("");
        List<String> headers = sent.subList(1, blank < 0 ? sent.size() : blank);
        String body = blank < 0 ? "" : String.join("", sent.subList(blank + 1, sent.size()));
        String[] status = lines.get(answer).substring(3).split(" ", 2);
        String expected = String.join("\n", lines.subList(answer + 1, lines.size())).strip();
        return new Transcript(title, new Request(sent.getFirst(), List.copyOf(headers), body),
                new Expected(Integer.parseInt(status[0]), status.length > 1 ? status[1] : "", expected));
    }

    private static int indexOf(List<String> lines, String prefix) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(prefix)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no answer in " + Arrays.toString(lines.toArray()));
    }
}
