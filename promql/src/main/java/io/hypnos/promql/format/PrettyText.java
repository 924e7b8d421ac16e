package io.hypnos.promql.format;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.ExprText;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.VectorSelector;

/// Writes expressions over several lines, as `/api/v1/format_query` does: what is longer than 100 bytes on one line is broken at its
/// operands, and those are indented by two blanks.
public final class PrettyText {

    private static final int MAX_LINE = 100;
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private PrettyText() {}

    public static String of(Expr expr) {
        var writer = new PrettyText();
        writer.write(expr, 0);
        return writer.text.toString();
    }

    private void write(Expr expr, int level) {
        String line = ExprText.of(expr);
        boolean fits = line.getBytes(StandardCharsets.UTF_8).length <= MAX_LINE;
        switch (expr) {
            case UnaryExpr sign -> {
                indent(level);
                text.append(sign.negative() ? '-' : '+');
                int start = text.length();
                write(sign.expr(), level);
                // The sign stands where the operand's own indentation would.
                int end = start;
                while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
                    end++;
                }
                text.delete(start, end);
            }
            case SubqueryExpr subquery -> {
                if (fits) {
                    text.append(line);
                } else {
                    write(subquery.expr(), level);
                    text.append(ExprText.suffix(subquery));
                }
            }
            case AggregateExpr _,BinaryExpr _,Call _,ParenExpr _ -> {
                if (fits) {
                    indent(level);
                    text.append(line);
                } else {
                    split(expr, level);
                }
            }
            case MatrixSelector _,VectorSelector _,NumberLiteral _,StringLiteral _ -> {
                indent(level);
                text.append(line);
            }
        }
    }

    private void split(Expr expr, int level) {
        switch (expr) {
            case AggregateExpr e -> {
                List<Expr> operands = e.parameter() == null ? List.of(e.expr()) : List.of(e.parameter(), e.expr());
                inParens(ExprText.head(e), operands, level);
            }
            case BinaryExpr e -> {
                write(e.lhs(), level + 1);
                text.append('\n');
                indent(level);
                text.append(e.op().symbol()).append(ExprText.modifiers(e)).append('\n');
                write(e.rhs(), level + 1);
            }
            case Call e -> inParens(e.function().word(), e.args(), level);
            case ParenExpr e -> inParens("", List.of(e.expr()), level);
            case UnaryExpr _,SubqueryExpr _,MatrixSelector _,VectorSelector _,NumberLiteral _,StringLiteral _ ->
                throw new IllegalArgumentException("cannot be split: " + expr);
        }
    }

    private void inParens(String head, List<Expr> operands, int level) {
        indent(level);
        text.append(head).append("(\n");
        for (int i = 0; i < operands.size(); i++) {
            if (i > 0) {
                text.append(",\n");
            }
            write(operands.get(i), level + 1);
        }
        text.append('\n');
        indent(level);
        text.append(')');
    }

    private void indent(int level) {
        text.repeat(INDENT, level);
    }
}
