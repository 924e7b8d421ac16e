package io.hypnos.promql.exec.binary;

import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.exec.LabelSubset;

/// The part of a series' labels by which it is matched.
final class Signatures {

    private Signatures() {}

    static LabelSubset subset(VectorMatching matching) {
        return matching.on() ? LabelSubset.only(matching.labels()) : LabelSubset.without(matching.labels());
    }
}
