package io.hypnos.acceptance.testbed;

import java.util.HashSet;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON with places that may hold anything: the text `"..."` matches every value, as the last element of an array it matches all further elements, and
/// as a key of an object it allows further keys. Whatever else there is has to be equal, but numbers in texts may differ in their last digits.
public final class JsonPattern {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ANYTHING = "...";
    private static final double TOLERANCE = 1e-12;

    private final JsonNode pattern;

    public JsonPattern(String pattern) {
        this.pattern = JSON.readTree(pattern);
    }

    /// Fails unless the text is JSON that matches.
    public void assertMatches(String text) {
        match("", pattern, JSON.readTree(text), text);
    }

    private static void match(String path, JsonNode wanted, JsonNode found, String whole) {
        if (isAnything(wanted)) {
            return;
        }
        if (wanted.isObject() && found.isObject()) {
            matchObject(path, wanted, found, whole);
        } else if (wanted.isArray() && found.isArray()) {
            matchArray(path, wanted, found, whole);
        } else if (!wanted.equals(found) && !sameNumber(wanted, found)) {
            throw new AssertionError("at " + path + ": " + found + " instead of " + wanted + " in " + whole);
        }
    }

    private static void matchObject(String path, JsonNode wanted, JsonNode found, String whole) {
        Set<String> others = new HashSet<>(found.propertyNames());
        wanted.properties().forEach(field -> {
            if (field.getKey().equals(ANYTHING)) {
                return;
            }
            if (!others.remove(field.getKey())) {
                throw new AssertionError("at " + path + ": no " + field.getKey() + " in " + whole);
            }
            match(path + "/" + field.getKey(), field.getValue(), found.get(field.getKey()), whole);
        });
        if (!others.isEmpty() && !wanted.has(ANYTHING)) {
            throw new AssertionError("at " + path + ": unexpected " + others + " in " + whole);
        }
    }

    private static void matchArray(String path, JsonNode wanted, JsonNode found, String whole) {
        boolean open = !wanted.isEmpty() && isAnything(wanted.get(wanted.size() - 1));
        int size = open ? wanted.size() - 1 : wanted.size();
        if (found.size() < size || found.size() > size && !open) {
            throw new AssertionError("at " + path + ": " + found.size() + " elements in " + whole);
        }
        for (int i = 0; i < size; i++) {
            match(path + "/" + i, wanted.get(i), found.get(i), whole);
        }
    }

    private static boolean isAnything(JsonNode node) {
        return node.isString() && node.stringValue().equals(ANYTHING);
    }

    private static boolean sameNumber(JsonNode wanted, JsonNode found) {
        if (!wanted.isString() || !found.isString()) {
            return wanted.isNumber() && found.isNumber() && wanted.doubleValue() == found.doubleValue();
        }
        try {
            double expected = Double.parseDouble(wanted.stringValue());
            return Math.abs(Double.parseDouble(found.stringValue()) - expected) <= Math.abs(expected) * TOLERANCE;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
