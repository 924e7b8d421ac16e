package io.hypnos.promql.parse;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.ast.ForeignBytes;
import io.hypnos.promql.ast.LabelNames;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.series.labels.InvalidRegexException;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// Parses what names labels: the conditions in braces, and the lists behind `by`, `on` and their like.
final class LabelParser {

    private static final String MATCHING = "label matching";
    private static final String GROUPING = "grouping opts";

    private final TokenStream tokens;

    LabelParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /// Conditions and where their braces stand.
    record Matchers(List<Matcher> list, PositionRange position) {}

    /// Label names and where their closing parenthesis ends.
    record Names(List<String> list, int end) {}

    Matchers matchers() {
        Token open = tokens.expect(TokenType.LEFT_BRACE);
        List<Matcher> list = new ArrayList<>();
        while (!tokens.at(TokenType.RIGHT_BRACE)) {
            list.add(matcher());
            if (!tokens.at(TokenType.RIGHT_BRACE) && !tokens.accept(TokenType.COMMA)) {
                throw tokens.unexpected(MATCHING, "\",\" or \"}\"");
            }
        }
        Token close = tokens.next();
        return new Matchers(list, open.position().to(close.position()));
    }

    private Matcher matcher() {
        if (!tokens.at(TokenType.IDENTIFIER) && !tokens.at(TokenType.STRING)) {
            throw tokens.unexpected(MATCHING, "identifier or \"}\"");
        }
        Token label = tokens.next();
        boolean quoted = label.type() == TokenType.STRING;
        String name = quoted ? StringEscapes.unquote(label.text()) : label.text();
        MatchType type = switch (tokens.peek().type()) {
            case EQUAL -> MatchType.EQUAL;
            case NOT_EQUAL -> MatchType.NOT_EQUAL;
            case EQUAL_REGEX -> MatchType.REGEX;
            case NOT_REGEX -> MatchType.NOT_REGEX;
            default -> {
                if (quoted) {
                    yield null;
                }
                throw tokens.unexpected(MATCHING, "label matching operator");
            }
        };
        if (type == null) {
            return Matcher.equal(Labels.METRIC_NAME, name);
        }
        tokens.next();
        if (!tokens.at(TokenType.STRING)) {
            throw tokens.unexpected(MATCHING, "string");
        }
        Token value = tokens.next();
        try {
            return Matcher.of(type, name, ForeignBytes.replaced(StringEscapes.unquote(value.text())));
        } catch (InvalidRegexException e) {
            throw tokens.error(label.position().to(value.position()), String.valueOf(e.getMessage()));
        }
    }

    /// The names between the parentheses of a grouping.
    Names names() {
        if (!tokens.accept(TokenType.LEFT_PAREN)) {
            throw tokens.unexpected(GROUPING, "\"(\"");
        }
        List<String> names = new ArrayList<>();
        while (!tokens.at(TokenType.RIGHT_PAREN)) {
            names.add(name());
            if (!tokens.at(TokenType.RIGHT_PAREN) && !tokens.accept(TokenType.COMMA)) {
                throw tokens.unexpected(GROUPING, "\",\" or \")\"");
            }
        }
        return new Names(names, tokens.next().end());
    }

    private String name() {
        Token token = tokens.peek();
        if (token.type().isLabelName()) {
            return tokens.next().text();
        }
        if (token.type() != TokenType.STRING) {
            throw tokens.unexpected(GROUPING, "label");
        }
        String name = StringEscapes.unquote(tokens.next().text());
        if (!LabelNames.isValid(name)) {
            throw tokens.error(token.position(), "invalid label name for grouping: " + GoQuote.string(name));
        }
        return name;
    }
}
