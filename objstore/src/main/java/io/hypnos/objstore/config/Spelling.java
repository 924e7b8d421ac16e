package io.hypnos.objstore.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The words that would have been right where somebody wrote another.
///
/// @param words the right ones
record Spelling(Collection<String> words) {

    /// The word that `written` most likely stands for; empty when none is near.
    Optional<String> closest(String written) {
        int near = Math.max(2, written.length() / 3);
        return words.stream().min(Comparator.comparingInt(word -> distance(word, written)))
                .filter(word -> distance(word, written) <= near);
    }

    /// Letters to insert, remove or exchange until one word is the other.
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchange = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(exchange, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
