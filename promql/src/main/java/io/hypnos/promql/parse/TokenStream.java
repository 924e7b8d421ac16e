package io.hypnos.promql.parse;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.PositionRange;

/// The tokens of a query one by one, and what the parser is busy with, so that an unexpected token is complained about in the right words.
/// Tokens are cut on demand: a mistake in the grammar is found before a bad character behind it.
final class TokenStream {

    /// A part of the grammar that has words for what it expects.
    ///
    /// @param name     what is being read; empty at top level
    /// @param expected what should come next; empty when that is not said
    record Context(String name, String expected) {

        static final Context NONE = new Context("", "");
    }

    private final String query;
    private final Lexer lexer;
    private @Nullable Token ahead;
    private Context context = Context.NONE;
    private int lastEnd;

    TokenStream(String query) {
        this.query = query;
        this.lexer = new Lexer(query);
    }

    byte[] input() {
        return lexer.input();
    }

    Token peek() {
        if (ahead == null) {
            ahead = lexer.next();
        }
        return ahead;
    }

    boolean at(TokenType type) {
        return peek().type() == type;
    }

    Token next() {
        Token token = peek();
        ahead = null;
        lastEnd = token.end();
        return token;
    }

    /// Takes the next token if it is of the type.
    boolean accept(TokenType type) {
        if (at(type)) {
            next();
            return true;
        }
        return false;
    }

    /// Behind the last token that was taken.
    int lastEnd() {
        return lastEnd;
    }

    Token expect(TokenType type) {
        if (!at(type)) {
            throw unexpected();
        }
        return next();
    }

    /// Begins a part of the grammar; the caller gives the returned context back to [#leave(Context)] when the part is complete.
    Context enter(String name, String expected) {
        Context outer = context;
        context = new Context(name, expected);
        return outer;
    }

    void leave(Context outer) {
        context = outer;
    }

    /// A complaint about the next token in the words of the current context.
    QueryException.Parse unexpected() {
        return unexpected(context.name, context.expected);
    }

    QueryException.Parse unexpected(String name, String expected) {
        var message = new StringBuilder("unexpected ").append(peek().describe());
        if (!name.isEmpty()) {
            message.append(" in ").append(name);
        }
        if (!expected.isEmpty()) {
            message.append(", expected ").append(expected);
        }
        return error(peek().position(), message.toString());
    }

    QueryException.Parse error(PositionRange position, String message) {
        return new QueryException.Parse(position, message, query);
    }
}
