package io.hypnos.promql.parse;

import io.hypnos.promql.ast.PositionRange;

/// A word of a query.
///
/// @param text     as written
/// @param position in bytes
record Token(TokenType type, String text, PositionRange position) {

    int start() {
        return position.start();
    }

    int end() {
        return position.end();
    }

    /// How error messages call it.
    String describe() {
        return switch (type.family()) {
            case VALUE -> type == TokenType.END ? type.description() : type.description() + " " + quoted();
            case SIGN, PREPROCESSOR -> quoted();
            case OPERATOR -> "<op:" + text + ">";
            case AGGREGATE -> "<aggr:" + text + ">";
            case KEYWORD -> "<" + text + ">";
        };
    }

    private String quoted() {
        boolean name = type == TokenType.IDENTIFIER || type == TokenType.METRIC_IDENTIFIER;
        return name ? GoQuote.string(text) : GoQuote.shortened(text);
    }
}
