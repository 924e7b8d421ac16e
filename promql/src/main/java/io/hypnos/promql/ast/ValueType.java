package io.hypnos.promql.ast;

/// What kind of value an expression gives.
public enum ValueType {
    NONE("none", "none"), VECTOR("vector", "instant vector"), SCALAR("scalar", "scalar"), MATRIX("matrix",
            "range vector"), STRING("string", "string");

    private final String word;
    private final String documented;

    ValueType(String word, String documented) {
        this.word = word;
        this.documented = documented;
    }

    /// The word that the HTTP API uses (`resultType`).
    public String word() {
        return word;
    }

    /// The words that the documentation and error messages use.
    public String documented() {
        return documented;
    }
}
