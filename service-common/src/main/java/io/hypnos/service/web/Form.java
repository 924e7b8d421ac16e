package io.hypnos.service.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters of a request, read as Go's `net/http` does it: those of a form body first, then those of the query string, so that a single
/// value comes from the body and repeated values from both. Nothing splits at commas. Unknown parameters are no fault.
public final class Form {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Form() {}

    /// @param body  the form body; empty where there is none
    /// @param query the raw query string; empty where there is none
    /// @throws ApiException for what Go refuses: a broken percent escape or a semicolon between parameters
    public static Form parse(String body, String query) {
        var form = new Form();
        form.add(body);
        form.add(query);
        return form;
    }

    /// The first value; empty when there is none.
    public String first(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.getFirst();
    }

    /// All values in order.
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    private void add(String encoded) {
        for (String pair : encoded.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (pair.indexOf(';') >= 0) {
                throw fault("invalid semicolon separator in query");
            }
            int cut = pair.indexOf('=');
            String name = decode(cut < 0 ? pair : pair.substring(0, cut));
            String value = cut < 0 ? "" : decode(pair.substring(cut + 1));
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
    }

    private static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
            return encoded;
        }
        byte[] source = encoded.getBytes(UTF_8);
        byte[] target = new byte[source.length];
        int length = 0;
        for (int i = 0; i < source.length; i++) {
            byte b = source[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%') {
                b = escaped(source, i);
                i += 2;
            }
            target[length++] = b;
        }
        return new String(target, 0, length, UTF_8);
    }

    private static byte escaped(byte[] source, int at) {
        int high = at + 2 < source.length ? Character.digit(source[at + 1], 16) : -1;
        int low = at + 2 < source.length ? Character.digit(source[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            String escape = new String(source, at, Math.min(3, source.length - at), UTF_8);
            throw fault("invalid URL escape \"" + escape + "\"");
        }
        return (byte) (high << 4 | low);
    }

    private static ApiException fault(String reason) {
        return ApiException.badData("error parsing form values: " + reason);
    }
}
