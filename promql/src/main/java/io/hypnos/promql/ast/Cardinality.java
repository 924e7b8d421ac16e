package io.hypnos.promql.ast;

/// How many series of the two sides of a binary operation may share their matching labels.
public enum Cardinality {
    ONE_TO_ONE("one-to-one"), MANY_TO_ONE("many-to-one"), ONE_TO_MANY("one-to-many"), MANY_TO_MANY("many-to-many");

    private final String words;

    Cardinality(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
