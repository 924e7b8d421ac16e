package io.hypnos.promql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Cardinality;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// Parses a query by precedence climbing and checks its types.
///
/// The first mistake ends the parse. Its message is the one that Prometheus shows first, which depends on the part of the grammar around it:
/// see [TokenStream#enter(String, String)].
public final class Parser {

    private final TokenStream tokens;
    private final ParserOptions options;
    private final LabelParser labels;
    private final DurationParser durations;
    private final Suffixes suffixes;
    private int nesting;
    /// Depth of the tree that the last parsing method returned.
    private int depth;
    /// Behind the last `by (…)` or `without (…)`.
    private int groupingEnd;

    private Parser(String query, ParserOptions options) {
        this.tokens = new TokenStream(query);
        this.options = options;
        this.labels = new LabelParser(tokens);
        this.durations = new DurationParser(tokens, options);
        this.suffixes = new Suffixes(tokens, durations, options);
    }

    /// The syntax tree of a query, with correct types.
    ///
    /// @throws QueryException.Parse with position and reason when it is no query
    public static Expr parse(String query, ParserOptions options) {
        if (query.length() > options.maxLength()) {
            throw new QueryException.Parse(new PositionRange(0, 0),
                    "query is longer than " + options.maxLength() + " characters", query);
        }
        var parser = new Parser(query, options);
        Expr expr = parser.query();
        new TypeChecker(query).check(expr);
        return expr;
    }

    /// The conditions of a series selector such as `up{job="a"}`, as the series endpoints take it.
    ///
    /// @throws QueryException.Parse when it is anything else
    public static List<Matcher> parseMatchers(String selector, ParserOptions options) {
        var parser = new Parser(selector, options);
        Token first = parser.tokens.peek();
        if (first.type() != TokenType.LEFT_BRACE && !first.type().isMetricName()) {
            throw parser.tokens.unexpected();
        }
        VectorSelector parsed = first.type() == TokenType.LEFT_BRACE
                ? parser.namelessSelector()
                : parser.selector(parser.tokens.next());
        parser.tokens.expect(TokenType.END);
        return parsed.matchers();
    }

    static String tooDeep(ParserOptions options) {
        return "expression is nested deeper than " + options.maxDepth() + " levels";
    }

    private Expr query() {
        if (tokens.at(TokenType.END)) {
            throw tokens.error(new PositionRange(0, 0), "no expression found in input");
        }
        Expr expr = expression(0);
        tokens.expect(TokenType.END);
        return expr;
    }

    private Expr expression(int minPrecedence) {
        if (++nesting > options.maxDepth()) {
            throw tokens.error(tokens.peek().position(), tooDeep(options));
        }
        Expr left = operand();
        while (true) {
            Token token = tokens.peek();
            BinaryOp op = token.type().binaryOp();
            if (op != null && op.precedence() >= minPrecedence) {
                left = binary(left, op);
            } else if (isSuffix(token)) {
                left = suffixes.apply(left);
                deepen(depth);
            } else {
                nesting--;
                return left;
            }
        }
    }

    private static boolean isSuffix(Token token) {
        return switch (token.type()) {
            case OFFSET, AT, LEFT_BRACKET, ANCHORED, SMOOTHED -> true;
            default -> false;
        };
    }

    private Expr operand() {
        Token first = tokens.peek();
        depth = 1;
        return switch (first.type()) {
            case NUMBER, DURATION -> durations.literal();
            case STRING -> {
                tokens.next();
                yield new StringLiteral(StringEscapes.unquote(first.text()), first.position());
            }
            case ADD, SUB -> signed();
            case LEFT_PAREN -> parenthesized();
            case LEFT_BRACE -> namelessSelector();
            case AGGREGATE -> aggregateOrSelector();
            case IDENTIFIER, START, END_OF_RANGE, STEP, RANGE, MAX_OF, MIN_OF -> callOrSelector();
            default -> {
                if (!first.type().isMetricName()) {
                    throw tokens.unexpected();
                }
                yield selector(tokens.next());
            }
        };
    }

    private Expr signed() {
        Token sign = tokens.next();
        boolean negative = sign.type() == TokenType.SUB;
        Expr operand = expression(BinaryOp.UNARY_PRECEDENCE + 1);
        if (operand instanceof NumberLiteral number) {
            return negative ? number.negated(sign.start()) : number.startingAt(sign.start());
        }
        deepen(depth);
        return new UnaryExpr(negative, operand, sign.start());
    }

    private Expr parenthesized() {
        Token open = tokens.next();
        Expr inner = expression(0);
        Token close = tokens.expect(TokenType.RIGHT_PAREN);
        deepen(depth);
        return new ParenExpr(inner, open.position().to(close.position()));
    }

    private Expr binary(Expr left, BinaryOp op) {
        int leftDepth = depth;
        tokens.next();
        boolean returnBool = tokens.accept(TokenType.BOOL);
        VectorMatching matching = matching();
        Expr right = expression(op.precedence() + (op.isRightAssociative() ? 0 : 1));
        deepen(Math.max(leftDepth, depth));
        if (op.isSet() && matching.cardinality() == Cardinality.ONE_TO_ONE) {
            matching = matching.withCardinality(Cardinality.MANY_TO_MANY);
        }
        boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
        // Without two vectors a matching means nothing; one that says something is kept for the checker to refuse.
        boolean keep = vectors || !matching.labels().isEmpty() || !matching.fill().isNone();
        var binary = new BinaryExpr(op, left, right, returnBool, keep ? matching : null);
        if (!matching.fill().isNone() && !options.has(ParserOptions.Feature.FILL_MODIFIERS)) {
            throw tokens.error(binary.position(), "binop fill modifiers are experimental and not enabled");
        }
        return binary;
    }

    private VectorMatching matching() {
        boolean on = tokens.at(TokenType.ON);
        List<String> matchingLabels = List.of();
        List<String> include = List.of();
        var cardinality = Cardinality.ONE_TO_ONE;
        if (on || tokens.at(TokenType.IGNORING)) {
            tokens.next();
            matchingLabels = labels.names().list();
            if (tokens.at(TokenType.GROUP_LEFT) || tokens.at(TokenType.GROUP_RIGHT)) {
                boolean left = tokens.next().type() == TokenType.GROUP_LEFT;
                cardinality = left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
                // Without a list, the right operand must follow.
                boolean listed = tokens.at(TokenType.LEFT_PAREN) || !beginsExpression(tokens.peek());
                include = listed ? labels.names().list() : List.of();
            }
        }
        return new VectorMatching(cardinality, on, matchingLabels, include, fill());
    }

    private VectorMatching.Fill fill() {
        if (tokens.accept(TokenType.FILL)) {
            double both = fillValue();
            return new VectorMatching.Fill(both, both);
        }
        if (tokens.accept(TokenType.FILL_LEFT)) {
            double left = fillValue();
            return new VectorMatching.Fill(left, tokens.accept(TokenType.FILL_RIGHT) ? (Double) fillValue() : null);
        }
        if (tokens.accept(TokenType.FILL_RIGHT)) {
            double right = fillValue();
            return new VectorMatching.Fill(tokens.accept(TokenType.FILL_LEFT) ? (Double) fillValue() : null, right);
        }
        return VectorMatching.Fill.NONE;
    }

    private double fillValue() {
        tokens.expect(TokenType.LEFT_PAREN);
        double value = durations.signedLiteral().value();
        tokens.expect(TokenType.RIGHT_PAREN);
        return value;
    }

    private Expr aggregateOrSelector() {
        Token name = tokens.next();
        return switch (tokens.peek().type()) {
            case LEFT_PAREN, BY, WITHOUT -> aggregate(name);
            default -> selector(name);
        };
    }

    private Expr aggregate(Token name) {
        TokenStream.Context outer = tokens.enter("aggregation", "");
        Grouping grouping = Grouping.ALL;
        boolean grouped = isGrouping();
        if (grouped) {
            grouping = grouping();
        }
        Arguments args = arguments();
        int end = args.end();
        if (!grouped && isGrouping()) {
            grouping = grouping();
            end = groupingEnd;
        }
        tokens.leave(outer);
        deepen(depth);
        AggregateOp op = Objects.requireNonNull(AggregateOp.of(name.text().toLowerCase(Locale.ROOT)));
        return aggregate(op, args.list(), grouping, new PositionRange(name.start(), end));
    }

    private AggregateExpr aggregate(AggregateOp op, List<Expr> args, Grouping grouping, PositionRange position) {
        if (args.isEmpty()) {
            throw tokens.error(position, "no arguments for aggregate expression provided");
        }
        if (op.isExperimental() && !options.has(ParserOptions.Feature.EXPERIMENTAL_FUNCTIONS)) {
            throw tokens.error(position, op.word() + "() is experimental and must be enabled with --enable-feature="
                    + ParserOptions.Feature.EXPERIMENTAL_FUNCTIONS.flag());
        }
        int wanted = op.hasParameter() ? 2 : 1;
        if (args.size() != wanted) {
            throw tokens.error(position, "wrong number of arguments for aggregate expression provided, expected "
                    + wanted + ", got " + args.size());
        }
        return new AggregateExpr(op, args.getLast(), wanted == 2 ? args.getFirst() : null, grouping, position);
    }

    private boolean isGrouping() {
        return tokens.at(TokenType.BY) || tokens.at(TokenType.WITHOUT);
    }

    private Grouping grouping() {
        boolean without = tokens.next().type() == TokenType.WITHOUT;
        LabelParser.Names names = labels.names();
        groupingEnd = names.end();
        return new Grouping(without, names.list());
    }

    private Expr callOrSelector() {
        Token name = tokens.next();
        if (!tokens.at(TokenType.LEFT_PAREN)) {
            return selector(name);
        }
        Arguments args = arguments();
        deepen(depth);
        Function function = Function.of(name.text());
        if (function == null || function.availability() == Function.Availability.X_FUNCTIONS
                && !options.has(ParserOptions.Feature.X_FUNCTIONS)) {
            throw tokens.error(name.position(), "unknown function with name " + GoQuote.string(name.text()));
        }
        if (function.availability() == Function.Availability.EXPERIMENTAL
                && !options.has(ParserOptions.Feature.EXPERIMENTAL_FUNCTIONS)) {
            throw tokens.error(name.position(), "function " + GoQuote.string(name.text()) + " is not enabled");
        }
        return new Call(function, args.list(), new PositionRange(name.start(), args.end()));
    }

    /// The expressions between parentheses, and where the closing one ends. The depth is that of the deepest.
    private record Arguments(List<Expr> list, int end) {}

    private Arguments arguments() {
        tokens.expect(TokenType.LEFT_PAREN);
        List<Expr> list = new ArrayList<>();
        int deepest = 0;
        if (!tokens.at(TokenType.RIGHT_PAREN)) {
            list.add(expression(0));
            deepest = depth;
            while (tokens.at(TokenType.COMMA)) {
                Token comma = tokens.next();
                if (!beginsExpression(tokens.peek())) {
                    throw tokens.error(comma.position(), "trailing commas not allowed in function call args");
                }
                list.add(expression(0));
                deepest = Math.max(deepest, depth);
            }
        }
        depth = deepest;
        return new Arguments(list, tokens.expect(TokenType.RIGHT_PAREN).end());
    }

    private static boolean beginsExpression(Token token) {
        return switch (token.type()) {
            case NUMBER, DURATION, STRING, ADD, SUB, LEFT_PAREN, LEFT_BRACE -> true;
            default -> token.type().isMetricName();
        };
    }

    private VectorSelector selector(Token name) {
        depth = 1;
        List<Matcher> matchers = new ArrayList<>();
        PositionRange position = name.position();
        if (tokens.at(TokenType.LEFT_BRACE)) {
            LabelParser.Matchers inBraces = labels.matchers();
            matchers.addAll(inBraces.list());
            position = position.to(inBraces.position());
        }
        matchers.add(Matcher.equal(Labels.METRIC_NAME, name.text()));
        return new VectorSelector(name.text(), matchers, TimeShift.NONE, Boundary.PLAIN, position);
    }

    private VectorSelector namelessSelector() {
        depth = 1;
        LabelParser.Matchers matchers = labels.matchers();
        return new VectorSelector("", matchers.list(), TimeShift.NONE, Boundary.PLAIN, matchers.position());
    }

    private void deepen(int below) {
        depth = below + 1;
        if (depth > options.maxDepth()) {
            throw tokens.error(tokens.peek().position(), tooDeep(options));
        }
    }
}
