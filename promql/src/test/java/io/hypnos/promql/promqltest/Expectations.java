package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;

/// What an eval shall give. Filled by the parser, then left alone.
final class Expectations {

    boolean ordered;
    /// Whether points are expected at several times from an instant query.
    boolean rangeVector;
    @Nullable
    TextMatch failure;
    final List<TextMatch> warnings = new ArrayList<>();
    final List<TextMatch> infos = new ArrayList<>();
    boolean noWarnings;
    boolean noInfos;
    @Nullable
    String string;
    @Nullable
    Double scalar;
    /// In the order of the script.
    final Map<Labels, List<SequenceValue>> series = new LinkedHashMap<>();

    /// A condition on a text.
    ///
    /// @param exact null for a pattern that must be found
    record TextMatch(@Nullable String exact, @Nullable Pattern pattern) {

        static final TextMatch ANY = new TextMatch(null, Pattern.compile(""));

        boolean matches(String text) {
            return exact != null ? exact.equals(text) : pattern != null && pattern.matcher(text).find();
        }

        @Override
        public String toString() {
            return exact != null ? '"' + exact + '"' : "/" + pattern + "/";
        }
    }
}
