package io.hypnos.promql.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.PositionRange;

/// Cuts a query into tokens. Works on the bytes of its UTF-8 form, so positions are those that error messages show.
///
/// The same characters mean different things at top level, inside of braces, and inside of brackets before the first number of a duration;
/// so the lexer knows where it is.
final class Lexer {

    static final int EOF = -1;
    private static final int REPLACEMENT = 0xFFFD;
    private static final String DIGITS = "0123456789";
    private static final String HEX_DIGITS = "0123456789abcdefABCDEF";
    private static final String DURATION_UNITS = "smhdwy";
    private static final String LATER_DURATION_UNITS = "smhdw";
    private static final Set<TokenType> DURATION_WORDS = Set.of(TokenType.STEP, TokenType.RANGE, TokenType.MAX_OF,
            TokenType.MIN_OF);

    private enum Mode {
        EXPRESSION, BRACES, DURATION
    }

    private final String query;
    private final byte[] input;
    /// Where the current token begins.
    private int start;
    /// Behind the last character read.
    private int position;
    private int lastWidth;
    private Mode mode = Mode.EXPRESSION;
    private int parenDepth;
    private boolean bracketOpen;
    private boolean gotColon;
    private boolean gotDuration;

    Lexer(String query) {
        this.query = query;
        this.input = query.getBytes(UTF_8);
    }

    static int utf8Length(String text) {
        return text.getBytes(UTF_8).length;
    }

    byte[] input() {
        return input;
    }

    /// The next token; at the end [TokenType#END], again and again.
    ///
    /// @throws QueryException.Parse for what cannot be a token
    Token next() {
        while (true) {
            skipSpace();
            if (mode != Mode.DURATION && position < input.length && input[position] == '#') {
                skipComment();
                continue;
            }
            start = position;
            return switch (mode) {
                case EXPRESSION -> inExpression();
                case BRACES -> inBraces();
                case DURATION -> inDuration();
            };
        }
    }

    private Token inExpression() {
        int c = read();
        switch (c) {
            case EOF :
                return end();
            case ',' :
                return token(TokenType.COMMA);
            case '*' :
                return token(TokenType.MUL);
            case '/' :
                return token(TokenType.DIV);
            case '%' :
                return token(TokenType.MOD);
            case '+' :
                return token(TokenType.ADD);
            case '-' :
                return token(TokenType.SUB);
            case '^' :
                return token(TokenType.POW);
            case '@' :
                return token(TokenType.AT);
            case '=' :
                return equalsSign();
            case '!' :
                int following = read();
                if (following != '=') {
                    throw error("unexpected character after '!': " + GoQuote.character(following));
                }
                return token(TokenType.NOT_EQUAL);
            case '<' :
                return comparison(TokenType.LESS, TokenType.LESS_EQUAL, TokenType.TRIM_UPPER);
            case '>' :
                return comparison(TokenType.GREATER, TokenType.GREATER_EQUAL, TokenType.TRIM_LOWER);
            case '"', '\'', '`' :
                return string(c);
            case '(' :
                return openParen();
            case ')' :
                return closeParen();
            case '{' :
                mode = Mode.BRACES;
                return token(TokenType.LEFT_BRACE);
            case '[' :
                return openBracket();
            case ']' :
                if (!bracketOpen) {
                    throw error("unexpected right bracket " + GoQuote.character(c));
                }
                bracketOpen = false;
                return token(TokenType.RIGHT_BRACKET);
            default :
                return valueOrWord(c);
        }
    }

    private Token end() {
        if (parenDepth != 0) {
            throw error("unclosed left parenthesis");
        }
        if (bracketOpen) {
            throw error("unclosed left bracket");
        }
        return token(TokenType.END);
    }

    private Token valueOrWord(int c) {
        if (isDigit(c) || c == '.' && isDigit(peek())) {
            unread();
            return numberOrDuration();
        }
        if (!isAlpha(c) && c != ':') {
            throw error("unexpected character: " + GoQuote.character(c));
        }
        if (!bracketOpen) {
            return wordOrKeyword();
        }
        if (c == ':') {
            if (gotColon) {
                throw error("unexpected colon " + GoQuote.character(c));
            }
            gotColon = true;
            return token(TokenType.COLON);
        }
        Token word = durationWord(c);
        if (word == null) {
            throw error("unexpected character: " + GoQuote.character(c) + ", expected ':'");
        }
        return word;
    }

    private Token inDuration() {
        int c = read();
        switch (c) {
            case EOF :
                throw error("unexpected end of input in duration expression");
            case ']' :
                bracketOpen = false;
                gotColon = false;
                mode = Mode.EXPRESSION;
                return token(TokenType.RIGHT_BRACKET);
            case ':' :
                if (!gotDuration) {
                    throw errorBehindToken("unexpected colon before duration in duration expression");
                }
                if (gotColon) {
                    throw errorBehindToken("unexpected repeated colon in duration expression");
                }
                gotColon = true;
                return token(TokenType.COLON);
            case '(' :
                return openParen();
            case ')' :
                return closeParen();
            case '+' :
                return token(TokenType.ADD);
            case '-' :
                return token(TokenType.SUB);
            case '*' :
                return token(TokenType.MUL);
            case '/' :
                return token(TokenType.DIV);
            case '%' :
                return token(TokenType.MOD);
            case '^' :
                return token(TokenType.POW);
            case ',' :
                return token(TokenType.COMMA);
            default :
                if (isDigit(c) || c == '.' && isDigit(peek())) {
                    unread();
                    gotDuration = true;
                    mode = Mode.EXPRESSION;
                    return numberOrDuration();
                }
                Token word = durationWord(c);
                if (word == null) {
                    throw error("unexpected character in duration expression: " + GoQuote.character(c));
                }
                return word;
        }
    }

    private Token inBraces() {
        int c = read();
        switch (c) {
            case EOF :
                throw error("unexpected end of input inside braces");
            case ',' :
                return token(TokenType.COMMA);
            case '"', '\'', '`' :
                return string(c);
            case '=' :
                return token(accept("~") ? TokenType.EQUAL_REGEX : TokenType.EQUAL);
            case '!' :
                int following = read();
                if (following == '~') {
                    return token(TokenType.NOT_REGEX);
                }
                if (following == '=') {
                    return token(TokenType.NOT_EQUAL);
                }
                throw error("unexpected character after '!' inside braces: " + GoQuote.character(following));
            case '{' :
                throw error("unexpected left brace " + GoQuote.character(c));
            case '}' :
                mode = Mode.EXPRESSION;
                return token(TokenType.RIGHT_BRACE);
            default :
                if (!isAlpha(c)) {
                    throw error("unexpected character inside braces: " + GoQuote.character(c));
                }
                while (isAlphaNumeric(peek())) {
                    read();
                }
                return token(TokenType.IDENTIFIER);
        }
    }

    private Token equalsSign() {
        int following = peek();
        if (following == '=') {
            read();
            return token(TokenType.EQUALS);
        }
        if (following == '~') {
            throw error("unexpected character after '=': " + GoQuote.character(following));
        }
        return token(TokenType.EQUAL);
    }

    private Token comparison(TokenType plain, TokenType orEqual, TokenType trim) {
        if (accept("=")) {
            return token(orEqual);
        }
        return token(accept("/") ? trim : plain);
    }

    private Token openParen() {
        parenDepth++;
        return token(TokenType.LEFT_PAREN);
    }

    private Token closeParen() {
        parenDepth--;
        if (parenDepth < 0) {
            throw errorBehindToken("unexpected right parenthesis ')'");
        }
        return token(TokenType.RIGHT_PAREN);
    }

    private Token openBracket() {
        if (bracketOpen) {
            throw error("unexpected left bracket '['");
        }
        gotColon = false;
        bracketOpen = true;
        mode = Mode.DURATION;
        return token(TokenType.LEFT_BRACKET);
    }

    private Token wordOrKeyword() {
        unread();
        int c = read();
        while (isAlphaNumeric(c) || c == ':') {
            c = read();
        }
        unread();
        String word = text();
        TokenType keyword = TokenType.ofWord(word.toLowerCase(Locale.ROOT));
        if (keyword == null) {
            return token(word.indexOf(':') < 0 ? TokenType.IDENTIFIER : TokenType.METRIC_IDENTIFIER);
        }
        boolean fill = keyword == TokenType.FILL || keyword == TokenType.FILL_LEFT || keyword == TokenType.FILL_RIGHT;
        return token(fill && !isFollowedByParen() ? TokenType.IDENTIFIER : keyword);
    }

    private boolean isFollowedByParen() {
        int at = position;
        while (at < input.length && isSpace(input[at])) {
            at++;
        }
        return at < input.length && input[at] == '(';
    }

    /// `step`, `range`, `max_of` or `min_of`; null when something else begins with `c`. Eats the word in either case.
    private @Nullable Token durationWord(int c) {
        if ("srmSRM".indexOf(c) < 0) {
            return null;
        }
        while (isAlpha(peek())) {
            read();
        }
        TokenType type = TokenType.ofWord(text().toLowerCase(Locale.ROOT));
        return type != null && DURATION_WORDS.contains(type) ? token(type) : null;
    }

    private Token numberOrDuration() {
        if (scanNumber()) {
            return token(TokenType.NUMBER);
        }
        if (scanRestOfDuration()) {
            unread();
            return token(TokenType.DURATION);
        }
        throw error("bad number or duration syntax: " + GoQuote.string(text()));
    }

    private boolean scanRestOfDuration() {
        if (!accept(DURATION_UNITS)) {
            return false;
        }
        // The second letter of ms. Units that do not exist (hs) fail when the duration is read.
        accept("s");
        while (accept(DIGITS)) {
            acceptAll(DIGITS);
            if (!accept(LATER_DURATION_UNITS)) {
                return false;
            }
            accept("s");
        }
        return !isAlphaNumeric(read());
    }

    /// Reads what looks like a number: digits (hexadecimal after 0x) with single underscores, one point, one exponent. Whether it is a
    /// number shows when its value is taken.
    private boolean scanNumber() {
        String digits = DIGITS;
        if (accept("0") && accept("xX")) {
            accept("_");
            digits = HEX_DIGITS;
        }
        accept(".");
        accept(digits);
        boolean pointSeen = false;
        boolean exponentSeen = false;
        String numeric = digits + "._eE";
        while (is(numeric)) {
            if (is(".") && pointSeen || is("eE") && exponentSeen) {
                read();
                return false;
            }
            if (accept(".")) {
                pointSeen = true;
                if (accept("_.") || digits.equals(HEX_DIGITS)) {
                    return false;
                }
            } else if (accept("eE")) {
                exponentSeen = true;
                accept("+-");
                if (accept("._eE") || peek() == EOF) {
                    return false;
                }
            } else if (accept("_")) {
                if (accept("._eE") || peek() == EOF) {
                    return false;
                }
            } else {
                acceptAll(digits);
            }
        }
        return position > start && !isAlphaNumeric(peek());
    }

    /// A string whose opening quote has been read. Escapes are checked here and resolved by [StringEscapes].
    private Token string(int quote) {
        while (true) {
            int c = read();
            if (c == quote) {
                return token(TokenType.STRING);
            }
            if (c == REPLACEMENT) {
                throw error("invalid UTF-8 rune");
            }
            if (quote == '`') {
                if (c == EOF) {
                    throw error("unterminated raw string");
                }
            } else if (c == EOF || c == '\n') {
                throw error("unterminated quoted string");
            } else if (c == '\\') {
                escape(quote);
            }
        }
    }

    private void escape(int quote) {
        int c = read();
        switch (c) {
            case 'a', 'b', 'f', 'n', 'r', 't', 'v', '\\' -> {
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> escapedNumber(c, 3, 8, 255);
            case 'x' -> escapedNumber(read(), 2, 16, 255);
            case 'u' -> escapedNumber(read(), 4, 16, Character.MAX_CODE_POINT);
            case 'U' -> escapedNumber(read(), 8, 16, Character.MAX_CODE_POINT);
            case EOF -> throw error("escape sequence not terminated");
            default -> {
                if (c != quote) {
                    throw error("unknown escape sequence " + GoQuote.unicode(c));
                }
            }
        }
    }

    private void escapedNumber(int first, int length, int base, int max) {
        long number = 0;
        int c = first;
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                c = read();
            }
            int digit = c < 0 || c > 0x7F ? -1 : Character.digit(c, base);
            if (digit < 0) {
                throw error(c == EOF
                        ? "escape sequence not terminated"
                        : "illegal character " + GoQuote.unicode(c) + " in escape sequence");
            }
            number = number * base + digit;
        }
        if (number > max || number >= 0xD800 && number < 0xE000) {
            throw error("escape sequence is an invalid Unicode code point");
        }
    }

    private void skipSpace() {
        while (position < input.length && isSpace(input[position])) {
            position++;
        }
    }

    private void skipComment() {
        while (position < input.length && input[position] != '\n' && input[position] != '\r') {
            position++;
        }
    }

    /// The character at the position, which moves behind it.
    private int read() {
        if (position >= input.length) {
            lastWidth = 0;
            return EOF;
        }
        int first = input[position];
        if (first >= 0) {
            lastWidth = 1;
            position++;
            return first;
        }
        // Encoded by Java, so it is well-formed.
        lastWidth = first < (byte) 0xE0 ? 2 : first < (byte) 0xF0 ? 3 : 4;
        int c = new String(input, position, lastWidth, UTF_8).codePointAt(0);
        position += lastWidth;
        return c;
    }

    /// Takes back the last read.
    private void unread() {
        position -= lastWidth;
    }

    private int peek() {
        int c = read();
        unread();
        return c;
    }

    private boolean is(String characters) {
        int c = peek();
        return c >= 0 && characters.indexOf(c) >= 0;
    }

    private boolean accept(String characters) {
        if (is(characters)) {
            read();
            return true;
        }
        return false;
    }

    private void acceptAll(String characters) {
        while (accept(characters)) {
            // Each call eats one.
        }
    }

    private String text() {
        return new String(input, start, position - start, UTF_8);
    }

    private Token token(TokenType type) {
        return new Token(type, text(), new PositionRange(start, position));
    }

    private QueryException.Parse error(String message) {
        return new QueryException.Parse(new PositionRange(start, input.length), message, query);
    }

    private QueryException.Parse errorBehindToken(String message) {
        return new QueryException.Parse(new PositionRange(position, input.length), message, query);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlpha(int c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isAlphaNumeric(int c) {
        return isAlpha(c) || isDigit(c);
    }
}
