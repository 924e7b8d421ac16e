package io.hypnos.store.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.index.PostingsOffsets;
import io.hypnos.tsdb.index.ValueFilter;

/// The postings lists of the values that one matcher accepts or rejects. An index lists no series that lack a label, so the empty value, which
/// these have, is never among them.
record MatchedLists(PostingsOffsets offsets, Matcher matcher) {

    List<PostingsOffsets.Range> of(boolean accepted) {
        return accepted ? accepted() : rejected();
    }

    private List<PostingsOffsets.Range> accepted() {
        return switch (matcher.type()) {
            case EQUAL -> ofValues(List.of(matcher.value()));
            case NOT_EQUAL, NOT_REGEX -> ofFilter(ValueFilter.accepting(matcher));
            case REGEX -> {
                var literals = matcher.regex().literals();
                yield literals == null ? ofFilter(ValueFilter.accepting(matcher)) : ofValues(literals);
            }
        };
    }

    private List<PostingsOffsets.Range> rejected() {
        return switch (matcher.type()) {
            case EQUAL -> ofFilter(ValueFilter.ALL);
            case NOT_EQUAL -> ofValues(List.of(matcher.value()));
            case REGEX -> matcher.value().equals(".*") ? List.of() : ofFilter(ValueFilter.rejecting(matcher));
            case NOT_REGEX -> {
                var literals = matcher.regex().literals();
                yield literals == null ? ofFilter(ValueFilter.rejecting(matcher)) : ofValues(literals);
            }
        };
    }

    private List<PostingsOffsets.Range> ofValues(List<String> values) {
        var lists = new LinkedHashSet<PostingsOffsets.Range>();
        byte[] name = matcher.name().getBytes(UTF_8);
        for (String value : values) {
            PostingsOffsets.Range list = value.isEmpty() ? null : offsets.find(name, value.getBytes(UTF_8));
            if (list != null) {
                lists.add(list);
            }
        }
        return List.copyOf(lists);
    }

    private List<PostingsOffsets.Range> ofFilter(ValueFilter filter) {
        var lists = new ArrayList<PostingsOffsets.Range>();
        offsets.forEach(matcher.name().getBytes(UTF_8), filter.prefix().getBytes(UTF_8),
                (value, length, start, end) -> {
                    if (filter.accepts(value, 0, length)) {
                        lists.add(new PostingsOffsets.Range(start, end));
                    }
                });
        return lists;
    }
}
