package io.hypnos.series.labels;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The most recently used matchers by their expression. Long expressions are not kept: they are rare, and take the room of many short ones.
final class RegexCache {

    private static final int MAX_LENGTH = 16_384;

    private final Map<String, RegexMatcher> matchers;

    RegexCache(int capacity) {
        matchers = new LinkedHashMap<>(capacity, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, RegexMatcher> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized @Nullable RegexMatcher get(String regex) {
        return matchers.get(regex);
    }

    synchronized void put(String regex, RegexMatcher matcher) {
        if (regex.length() <= MAX_LENGTH) {
            matchers.put(regex, matcher);
        }
    }
}
