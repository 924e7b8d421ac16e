package io.hypnos.receive.store;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.StoreException;

/// Reads what queriers ask exemplars by: vector selectors joined by `+`, as they make it of any expression: `up{job="a"} + {b=~"c.*"}`.
final class SelectorUnion {

    private static final String OPERATORS = "=!~";

    private final String text;
    private int position;

    private SelectorUnion(String text) {
        this.text = text;
    }

    /// The matchers of each selector.
    ///
    /// @throws StoreException for anything else
    static List<List<Matcher>> parse(String text) {
        var union = new SelectorUnion(text);
        var selectors = new ArrayList<List<Matcher>>();
        do {
            selectors.add(union.selector());
        } while (union.skip('+'));
        if (union.position < text.length()) {
            throw union.fault("selectors joined by + are all that is understood here");
        }
        return selectors;
    }

    private List<Matcher> selector() {
        var matchers = new ArrayList<Matcher>();
        blanks();
        if (position < text.length() && text.charAt(position) != '{') {
            matchers.add(Matcher.equal(Labels.METRIC_NAME, name(true)));
        }
        if (skip('{')) {
            while (!skip('}')) {
                matchers.add(matcher());
                if (!skip(',')) {
                    blanks();
                    expect('}');
                    break;
                }
            }
        }
        if (matchers.isEmpty()) {
            throw fault("a selector without any condition");
        }
        return matchers;
    }

    private Matcher matcher() {
        blanks();
        String name = position < text.length() && isQuote(text.charAt(position)) ? quoted() : name(false);
        blanks();
        int start = position;
        while (position < text.length() && OPERATORS.indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        String operator = text.substring(start, position);
        if (operator.isEmpty()) {
            // A metric's name in quotes.
            return Matcher.equal(Labels.METRIC_NAME, name);
        }
        blanks();
        String value = quoted();
        for (MatchType type : MatchType.values()) {
            if (type.operator().equals(operator)) {
                try {
                    return Matcher.of(type, name, value);
                } catch (IllegalArgumentException e) {
                    throw fault(String.valueOf(e.getMessage()));
                }
            }
        }
        throw fault("unknown operator " + operator);
    }

    private String name(boolean metric) {
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_'
                        || metric && text.charAt(position) == ':')) {
            position++;
        }
        if (position == start) {
            throw fault("a name is due");
        }
        return text.substring(start, position);
    }

    private String quoted() {
        if (position >= text.length() || !isQuote(text.charAt(position))) {
            throw fault("a quoted text is due");
        }
        char quote = text.charAt(position++);
        var value = new StringBuilder();
        while (position < text.length() && text.charAt(position) != quote) {
            char c = text.charAt(position++);
            if (c == '\\' && quote != '`' && position < text.length()) {
                c = unescaped(text.charAt(position++));
            }
            value.append(c);
        }
        expect(quote);
        return value.toString();
    }

    private char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> c;
            default -> throw fault("unknown escape \\" + c);
        };
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private boolean skip(char c) {
        blanks();
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (position >= text.length() || text.charAt(position) != c) {
            throw fault("'" + c + "' is due");
        }
        position++;
    }

    private void blanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private StoreException fault(String what) {
        return new StoreException(StoreException.Reason.INVALID_REQUEST,
                "exemplar query at character " + (position + 1) + ": " + what);
    }
}
