package io.hypnos.tsdb.head;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.PostingsSelection;
import io.hypnos.tsdb.index.ValueFilter;

/// Names and values of the labels of chosen series. Under a lease.
final class HeadLabels {

    private final HeadIndex index;

    HeadLabels(HeadIndex index) {
        this.index = index;
    }

    List<String> names(List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            return index.labelNames();
        }
        var names = new LinkedHashSet<LabelName>();
        for (int pair : pairs(matchers)) {
            names.add(index.pairs().nameOf(pair));
        }
        var texts = new ArrayList<byte[]>();
        names.forEach(name -> texts.add(name.text()));
        return HeadIndex.sorted(texts);
    }

    List<String> values(String name, List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            return index.labelValues(name, ValueFilter.ALL);
        }
        byte[] wanted = name.getBytes(UTF_8);
        var values = new ArrayList<byte[]>();
        for (int pair : pairs(matchers)) {
            if (Arrays.equals(index.pairs().nameOf(pair).text(), wanted)) {
                values.add(index.pairs().value(pair));
            }
        }
        return HeadIndex.sorted(values);
    }

    /// The distinct pairs of the series that all matchers accept.
    private int[] pairs(List<Matcher> matchers) {
        Postings postings = PostingsSelection.select(index, matchers);
        return index.pairsOf(postings.toArray());
    }
}
