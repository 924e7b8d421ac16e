package io.hypnos.promql.exec.function;

import java.util.ArrayList;
import java.util.List;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.series.labels.Labels;

/// `label_replace` and `label_join`.
public final class LabelFunctions implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final String destination;
    private final Change change;

    /// What becomes the value of the destination label; null for no change.
    private interface Change {
        @Nullable
        String value(Labels labels);
    }

    public LabelFunctions(QueryRun run, Function function, VectorOperator input, List<String> texts) {
        this.run = run;
        this.input = input;
        this.destination = texts.getFirst();
        this.change = function == Function.LABEL_REPLACE ? replacement(texts) : join(texts);
    }

    private Change replacement(List<String> texts) {
        String template = texts.get(1);
        String source = texts.get(2);
        String regex = texts.get(3);
        Pattern pattern;
        try {
            pattern = Pattern.compile("^(?s:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw new QueryException.Execution("invalid regular expression in label_replace(): " + regex);
        }
        checkName(destination, "destination", "label_replace");
        var replacement = new Template(template);
        return labels -> {
            Matcher matcher = pattern.matcher(labels.get(source));
            return matcher.find() ? replacement.expand(matcher) : null;
        };
    }

    private Change join(List<String> texts) {
        String separator = texts.get(1);
        List<String> sources = texts.subList(2, texts.size());
        for (String source : sources) {
            checkName(source, "source", "label_join");
        }
        checkName(destination, "destination", "label_join");
        return labels -> {
            List<String> values = new ArrayList<>();
            for (String source : sources) {
                values.add(labels.get(source));
            }
            return String.join(separator, values);
        };
    }

    private void checkName(String name, String role, String function) {
        if (!run.options().acceptsLabelName(name)) {
            throw new QueryException.Execution("invalid " + role + " label name in " + function + "(): " + name);
        }
    }

    @Override
    public @Nullable SeriesRow next() {
        SeriesRow row = input.next();
        if (row == null) {
            return null;
        }
        Labels labels = row.labels();
        String value = change.value(labels);
        if (value != null) {
            row.setLabels(labels.with(destination, value));
            if (run.delaysNameRemoval() && destination.equals(Labels.METRIC_NAME)) {
                row.loseName(false);
            }
        }
        return row;
    }

    @Override
    public void close() {
        input.close();
    }
}
