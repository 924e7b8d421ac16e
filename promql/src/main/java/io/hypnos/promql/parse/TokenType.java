package io.hypnos.promql.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.ast.BinaryOp;

/// The kinds of tokens.
enum TokenType {
    END("end of input"), IDENTIFIER("identifier"), METRIC_IDENTIFIER("metric identifier"), NUMBER("number"), DURATION(
            "duration"), STRING(
                    "string"), LEFT_PAREN, RIGHT_PAREN, LEFT_BRACE, RIGHT_BRACE, LEFT_BRACKET, RIGHT_BRACKET, COMMA, COLON, EQUAL, EQUAL_REGEX(
                            Family.OPERATOR), NOT_REGEX(Family.OPERATOR), AT(Family.OPERATOR),

    ADD(BinaryOp.ADD), SUB(BinaryOp.SUB), MUL(BinaryOp.MUL), DIV(BinaryOp.DIV), MOD(BinaryOp.MOD), POW(
            BinaryOp.POW), EQUALS(BinaryOp.EQUAL), NOT_EQUAL(BinaryOp.NOT_EQUAL), LESS_EQUAL(BinaryOp.LESS_EQUAL), LESS(
                    BinaryOp.LESS), GREATER_EQUAL(BinaryOp.GREATER_EQUAL), GREATER(
                            BinaryOp.GREATER), TRIM_UPPER(BinaryOp.TRIM_UPPER), TRIM_LOWER(BinaryOp.TRIM_LOWER),
    /// Operators that are words, and may be names as well.
    AND(BinaryOp.AND), OR(BinaryOp.OR), UNLESS(BinaryOp.UNLESS), ATAN2(BinaryOp.ATAN2),

    AGGREGATE(Family.AGGREGATE),

    OFFSET(Family.KEYWORD), SMOOTHED(Family.KEYWORD), ANCHORED(Family.KEYWORD), BY(Family.KEYWORD), WITHOUT(
            Family.KEYWORD), ON(Family.KEYWORD), IGNORING(Family.KEYWORD), GROUP_LEFT(Family.KEYWORD), GROUP_RIGHT(
                    Family.KEYWORD), FILL(Family.KEYWORD), FILL_LEFT(
                            Family.KEYWORD), FILL_RIGHT(Family.KEYWORD), BOOL(Family.KEYWORD),

    START(Family.PREPROCESSOR), END_OF_RANGE(Family.PREPROCESSOR), STEP(Family.PREPROCESSOR), RANGE(
            Family.PREPROCESSOR), MAX_OF(Family.PREPROCESSOR), MIN_OF(Family.PREPROCESSOR);

    /// Tokens that error messages describe alike.
    enum Family {
        /// Named by what it is, then quoted.
        VALUE,
        /// Quoted.
        SIGN, OPERATOR, AGGREGATE, KEYWORD, PREPROCESSOR
    }

    private static final Map<String, TokenType> BY_WORD = new HashMap<>();

    static {
        for (TokenType type : new TokenType[]{AND, OR, UNLESS, ATAN2, OFFSET, SMOOTHED, ANCHORED, BY, WITHOUT, ON,
            IGNORING, GROUP_LEFT, GROUP_RIGHT, FILL, FILL_LEFT, FILL_RIGHT, BOOL, START, STEP, RANGE, MAX_OF,
            MIN_OF}) {
            BY_WORD.put(type.name().toLowerCase(Locale.ROOT), type);
        }
        BY_WORD.put("end", END_OF_RANGE);
        BY_WORD.put("inf", NUMBER);
        BY_WORD.put("nan", NUMBER);
        for (AggregateOp op : AggregateOp.values()) {
            BY_WORD.put(op.word(), AGGREGATE);
        }
    }

    private final Family family;
    private final String description;
    private final @Nullable BinaryOp binaryOp;

    TokenType(String description) {
        this.family = Family.VALUE;
        this.description = description;
        this.binaryOp = null;
    }

    TokenType(Family family) {
        this.family = family;
        this.description = "";
        this.binaryOp = null;
    }

    TokenType(BinaryOp binaryOp) {
        this.family = Family.OPERATOR;
        this.description = "";
        this.binaryOp = binaryOp;
    }

    TokenType() {
        this(Family.SIGN);
    }

    /// The keyword of this spelling (lower case), or null.
    static @Nullable TokenType ofWord(String word) {
        return BY_WORD.get(word);
    }

    Family family() {
        return family;
    }

    /// What error messages call a [Family#VALUE].
    String description() {
        return description;
    }

    /// The operator between two expressions that the token is, or null.
    @Nullable
    BinaryOp binaryOp() {
        return binaryOp;
    }

    /// Whether the token may name a metric.
    boolean isMetricName() {
        return switch (this) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATE, AND, OR, UNLESS, OFFSET, SMOOTHED, ANCHORED, BY, WITHOUT,
                    FILL, FILL_LEFT, FILL_RIGHT, START, END_OF_RANGE, STEP, RANGE, MAX_OF, MIN_OF ->
                true;
            default -> false;
        };
    }

    /// Whether the token may name a label in `by`, `on` and their like.
    boolean isLabelName() {
        return switch (this) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATE, AND, OR, UNLESS, ATAN2, OFFSET, SMOOTHED, ANCHORED, BY, ON,
                    IGNORING, GROUP_LEFT, GROUP_RIGHT, FILL, FILL_LEFT, FILL_RIGHT, BOOL, START, END_OF_RANGE, STEP,
                    RANGE, MAX_OF, MIN_OF ->
                true;
            default -> false;
        };
    }
}
