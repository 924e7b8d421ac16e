package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// How a selection meets the external labels of a stream of blocks.
public final class ExternalLabels {

    private ExternalLabels() {}

    /// The matchers that are left for the stored labels, once those on external labels have been answered; empty when one of them says no,
    /// so that nothing of the stream is meant.
    public static Optional<List<Matcher>> remaining(Labels external, List<Matcher> matchers) {
        var rest = new ArrayList<Matcher>();
        for (Matcher matcher : matchers) {
            String value = external.get(matcher.name());
            if (value.isEmpty()) {
                rest.add(matcher);
            } else if (!matcher.matches(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(rest);
    }

    /// Whether a stream with these external labels may have series that the matchers accept.
    public static boolean mayMatch(Labels external, List<Matcher> matchers) {
        return remaining(external, matchers).isPresent();
    }
}
