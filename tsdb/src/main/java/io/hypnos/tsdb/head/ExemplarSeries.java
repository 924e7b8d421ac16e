package io.hypnos.tsdb.head;

import java.util.List;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.Exemplar;

/// The exemplars of one series, in ascending time.
public record ExemplarSeries(Labels labels, List<Exemplar> exemplars) {

    public ExemplarSeries {
        exemplars = List.copyOf(exemplars);
    }
}
