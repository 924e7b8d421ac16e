package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.proto.store.Aggr;
import io.hypnos.proto.store.Func;
import io.hypnos.proto.store.Label;
import io.hypnos.proto.store.LabelMatcher;
import io.hypnos.proto.store.PartialResponseStrategy;
import io.hypnos.proto.store.QueryHints;
import io.hypnos.proto.store.Range;
import io.hypnos.proto.store.ShardInfo;
import io.hypnos.proto.store.ZLabelSet;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// The small parts of StoreAPI messages, both ways: matchers, labels, aggregates, hints, shards. What a peer sends is checked here.
public final class WireMessages {

    private static final Aggr[] AGGREGATES = {Aggr.COUNT, Aggr.SUM, Aggr.MIN, Aggr.MAX, Aggr.COUNTER};

    private WireMessages() {}

    /// @throws StoreException for an unknown type or a regex that is none
    public static List<Matcher> matchers(List<LabelMatcher> wire) {
        var matchers = new ArrayList<Matcher>(wire.size());
        for (LabelMatcher matcher : wire) {
            try {
                matchers.add(Matcher.of(typeOf(matcher.getType()), matcher.getName(), matcher.getValue()));
            } catch (IllegalArgumentException e) {
                throw new StoreException(StoreException.Reason.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
            }
        }
        return matchers;
    }

    public static List<LabelMatcher> wireMatchers(List<Matcher> matchers) {
        return matchers.stream()
                .map(matcher -> LabelMatcher.newBuilder().setType(wireType(matcher.type())).setName(matcher.name())
                        .setValue(matcher.value()).build())
                .toList();
    }

    private static MatchType typeOf(LabelMatcher.Type type) {
        return switch (type) {
            case EQ -> MatchType.EQUAL;
            case NEQ -> MatchType.NOT_EQUAL;
            case RE -> MatchType.REGEX;
            case NRE -> MatchType.NOT_REGEX;
            case UNRECOGNIZED ->
                throw new StoreException(StoreException.Reason.INVALID_REQUEST, "unrecognized matcher type");
        };
    }

    private static LabelMatcher.Type wireType(MatchType type) {
        return switch (type) {
            case EQUAL -> LabelMatcher.Type.EQ;
            case NOT_EQUAL -> LabelMatcher.Type.NEQ;
            case REGEX -> LabelMatcher.Type.RE;
            case NOT_REGEX -> LabelMatcher.Type.NRE;
        };
    }

    public static Labels labels(ZLabelSet wire) {
        var builder = new LabelsBuilder();
        for (Label label : wire.getLabelsList()) {
            if (!label.getName().isEmpty()) {
                builder.set(label.getName(), label.getValue());
            }
        }
        return builder.build();
    }

    public static ZLabelSet wireLabels(Labels labels) {
        var set = ZLabelSet.newBuilder();
        labels.forEach((name, value) -> set.addLabels(Label.newBuilder().setName(name).setValue(value)));
        return set.build();
    }

    static Set<Aggregate> aggregates(List<Aggr> wire) {
        var aggregates = EnumSet.noneOf(Aggregate.class);
        for (Aggr aggr : wire) {
            switch (aggr) {
                case COUNT -> aggregates.add(Aggregate.COUNT);
                case SUM -> aggregates.add(Aggregate.SUM);
                case MIN -> aggregates.add(Aggregate.MIN);
                case MAX -> aggregates.add(Aggregate.MAX);
                case COUNTER -> aggregates.add(Aggregate.COUNTER);
                case RAW, UNRECOGNIZED -> {
                    // Raw data comes unasked.
                }
            }
        }
        return aggregates;
    }

    static List<Aggr> wireAggregates(Set<Aggregate> aggregates) {
        return aggregates.isEmpty()
                ? List.of(Aggr.RAW)
                : aggregates.stream().sorted().map(aggregate -> AGGREGATES[aggregate.ordinal()]).toList();
    }

    static PartialResponse partialResponse(boolean disabled, PartialResponseStrategy strategy) {
        return disabled || strategy == PartialResponseStrategy.ABORT ? PartialResponse.ABORT : PartialResponse.WARN;
    }

    static PartialResponseStrategy wireStrategy(PartialResponse partialResponse) {
        return switch (partialResponse) {
            case WARN -> PartialResponseStrategy.WARN;
            case ABORT -> PartialResponseStrategy.ABORT;
        };
    }

    static SelectHints hints(TimeRange range, QueryHints wire, int limit) {
        var grouping = new SelectHints.Grouping(wire.getGrouping().getBy(), wire.getGrouping().getLabelsList());
        return new SelectHints(range, wire.getStepMillis(), wire.getFunc().getName(), wire.getRange().getMillis(),
                grouping, limit);
    }

    static QueryHints wireHints(SelectHints hints) {
        var wire = QueryHints.newBuilder().setStepMillis(hints.stepMillis());
        if (!hints.function().isEmpty()) {
            wire.setFunc(Func.newBuilder().setName(hints.function()));
        }
        if (hints.rangeMillis() != 0) {
            wire.setRange(Range.newBuilder().setMillis(hints.rangeMillis()));
        }
        if (!hints.grouping().equals(SelectHints.Grouping.NONE)) {
            wire.getGroupingBuilder().setBy(hints.grouping().by()).addAllLabels(hints.grouping().labels());
        }
        return wire.build();
    }

    /// The shard that a peer asks for; null for all series.
    static @Nullable Shard shard(boolean present, ShardInfo wire) {
        return !present || wire.getTotalShards() < 1
                ? null
                : new Shard(wire.getShardIndex(), wire.getTotalShards(), wire.getBy(), wire.getLabelsList());
    }

    static ShardInfo wireShard(Shard shard) {
        return ShardInfo.newBuilder().setShardIndex(shard.index()).setTotalShards(shard.total()).setBy(shard.by())
                .addAllLabels(shard.labels()).build();
    }

    /// A limit of the wire, which has 64 bits, as the number that fits into an int.
    static int limit(long wire) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, wire));
    }
}
