package io.hypnos.promql.ast;

/// How a selector treats the edges of its window.
public enum Boundary {
    /// Only samples inside count.
    PLAIN(""),
    /// The last sample before the window stands at its beginning.
    ANCHORED("anchored"),
    /// Values at both edges are interpolated.
    SMOOTHED("smoothed");

    private final String word;

    Boundary(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
