package io.hypnos.service.storeapi;

import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;

/// Which series are meant.
///
/// @param range         the time in which they have samples
/// @param matchers      conditions on their labels, external ones included
/// @param withoutLabels names of replica labels to remove from the answer before it is sorted
public record Selection(TimeRange range, List<Matcher> matchers, List<String> withoutLabels) {

    public Selection {
        matchers = List.copyOf(matchers);
        withoutLabels = List.copyOf(withoutLabels);
    }
}
