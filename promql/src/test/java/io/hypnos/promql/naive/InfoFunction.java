package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// `info`: series enriched with labels of the info metrics of the same instance and job.
final class InfoFunction {

    private static final List<String> IDENTIFYING = List.of("instance", "job");

    private final Evaluation evaluation;
    private final List<Expr> args;
    private final Frame frame;
    /// Conditions of the second argument but those on the metric's name.
    private final List<Matcher> dataMatchers = new ArrayList<>();
    private final List<Matcher> nameMatchers = new ArrayList<>();

    InfoFunction(Evaluation evaluation, List<Expr> args, Frame frame) {
        this.evaluation = evaluation;
        this.args = args;
        this.frame = frame;
        if (args.size() > 1) {
            for (Matcher matcher : ((VectorSelector) args.get(1)).matchers()) {
                (matcher.name().equals(Labels.METRIC_NAME) ? nameMatchers : dataMatchers).add(matcher);
            }
        }
        if (nameMatchers.isEmpty()) {
            nameMatchers.add(Matcher.equal(Labels.METRIC_NAME, "target_info"));
        } else if (nameMatchers.stream().allMatch(m -> m.type().isNegative())) {
            nameMatchers.addFirst(Matcher.of(MatchType.REGEX, Labels.METRIC_NAME, ".+_info"));
        }
    }

    List<NaiveSeries> evaluate() {
        List<NaiveSeries> bases = evaluation.evaluate(args.getFirst(), frame);
        List<NaiveSeries> infos = infoSeries(bases);
        return evaluation.collect(frame, time -> enriched(Evaluation.elements(bases, time), infos, time));
    }

    /// Info metrics themselves stay as they are.
    private boolean isInfo(Labels labels) {
        return nameMatchers.stream().allMatch(m -> m.matches(labels.metricName()));
    }

    private List<NaiveSeries> infoSeries(List<NaiveSeries> bases) {
        List<Matcher> matchers = new ArrayList<>();
        for (String name : IDENTIFYING) {
            List<String> values = bases.stream().map(NaiveSeries::labels).filter(l -> !isInfo(l))
                    .map(l -> l.get(name)).filter(v -> !v.isEmpty()).distinct().sorted()
                    .map(Pattern::quote).toList();
            if (!values.isEmpty()) {
                matchers.add(Matcher.of(MatchType.REGEX, name, String.join("|", values)));
            }
        }
        if (matchers.isEmpty()) {
            return List.of();
        }
        matchers.addAll(dataMatchers);
        matchers.addAll(nameMatchers);
        return evaluation.selection().select(matchers);
    }

    /// The time at which info series are looked at: that of the first selector in the argument.
    private long referenceTime(long time) {
        List<TimeShift> shifts = new ArrayList<>();
        firstSelector(args.getFirst(), shifts);
        long offset = 0;
        for (TimeShift shift : shifts.reversed()) {
            offset += evaluation.times().millis(shift.offset());
            Long pinned = evaluation.times().pinned(shift.at());
            if (pinned != null) {
                return pinned - offset;
            }
        }
        return time - offset;
    }

    /// Collects the shifts around the first selector, the outermost first; false when there is none.
    private static boolean firstSelector(Expr expr, List<TimeShift> shifts) {
        if (expr instanceof VectorSelector selector) {
            shifts.add(selector.shift());
            return true;
        }
        if (expr instanceof SubqueryExpr subquery) {
            shifts.add(subquery.shift());
        }
        for (Expr child : expr.children()) {
            if (firstSelector(child, shifts)) {
                return true;
            }
        }
        if (expr instanceof SubqueryExpr) {
            shifts.removeLast();
        }
        return false;
    }

    /// An info series at one step.
    private record Info(Labels labels, long time) {}

    private List<Element> enriched(List<Element> bases, List<NaiveSeries> infos, long time) {
        if (bases.isEmpty()) {
            return List.of();
        }
        long reference = referenceTime(time);
        Map<Labels, Info> newest = new TreeMap<>();
        for (NaiveSeries series : infos) {
            Point point = Selection.latest(series.points(), reference, evaluation.options().lookbackMillis());
            if (point == null) {
                continue;
            }
            if (!point.isFloat()) {
                throw new QueryException.Execution(
                        "this should be an info metric, with float samples: " + series.labels());
            }
            newest.merge(identity(series.labels(), series.metric()), new Info(series.labels(), point.time()),
                    InfoFunction::newer);
        }
        List<Element> result = new ArrayList<>();
        for (Element base : bases) {
            Labels labels = isInfo(base.labels()) ? base.labels() : enriched(base.labels(), newest, infos);
            if (labels != null) {
                result.add(new Element(labels, base.dropName(), base.point()));
            }
        }
        return result;
    }

    private static Info newer(Info a, Info b) {
        if (a.time == b.time) {
            throw new QueryException.Execution("found duplicate series for info metric: existing " + a.labels + " @ "
                    + a.time + ", new " + b.labels + " @ " + b.time);
        }
        return a.time > b.time ? a : b;
    }

    private static Labels identity(Labels labels, String metric) {
        return labels.only(IDENTIFYING).with(Labels.METRIC_NAME, metric);
    }

    /// Null when the series has no info series although it needs one.
    private @Nullable Labels enriched(Labels base, Map<Labels, Info> newest, List<NaiveSeries> infos) {
        Set<String> metrics = new HashSet<>();
        infos.forEach(s -> metrics.add(s.metric()));
        Map<String, String> added = new HashMap<>();
        boolean found = false;
        for (String metric : metrics) {
            Info info = newest.get(identity(base, metric));
            if (info == null) {
                continue;
            }
            found = true;
            info.labels.forEach((name, value) -> add(base, added, name, value));
        }
        if (!found && dataMatchers.stream().anyMatch(m -> !m.matchesEmpty())) {
            return null;
        }
        var builder = new LabelsBuilder(base);
        added.forEach(builder::set);
        return builder.build();
    }

    private void add(Labels base, Map<String, String> added, String name, String value) {
        boolean wanted = dataMatchers.isEmpty() || dataMatchers.stream().anyMatch(m -> m.name().equals(name));
        if (name.equals(Labels.METRIC_NAME) || !wanted) {
            return;
        }
        String other = added.get(name);
        if (other != null && !other.equals(value)) {
            throw new QueryException.Execution("conflicting label: " + name);
        }
        if (!base.has(name)) {
            added.put(name, value);
        }
    }
}
