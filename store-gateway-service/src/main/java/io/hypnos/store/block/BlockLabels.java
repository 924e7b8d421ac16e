package io.hypnos.store.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.store.fetch.FetchTally;
import io.hypnos.store.header.HeaderFile;
import io.hypnos.store.header.IndexHeader;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.PostingsOffsets;

/// Which labels the series of a block have that a request means. Without matchers the header knows; with them, the entries of the series are
/// looked at, or the postings lists of the label's values where that is less to read.
public final class BlockLabels {

    private final BucketBlock block;
    private final FetchTally tally;

    public BlockLabels(BucketBlock block, FetchTally tally) {
        this.block = block;
        this.tally = tally;
    }

    static Collection<String> names(IndexHeader header) {
        return header.offsets().names().stream().map(name -> new String(name, UTF_8)).toList();
    }

    /// The names of the stored labels, in no order.
    ///
    /// @param matchers conditions on the stored labels
    public Collection<String> names(BucketBlock.Pin pin, List<Matcher> matchers, TimeRange range) throws IOException {
        try (HeaderFile.Lease lease = pin.openHeader()) {
            if (matchers.isEmpty()) {
                return names(lease.header());
            }
            var found = new HashSet<String>();
            forEach(lease.header(), matchers, range, labels -> labels.forEach((name, _) -> found.add(name)));
            return found;
        }
    }

    /// The values that a stored label has, in no order.
    public Collection<String> values(BucketBlock.Pin pin, String name, List<Matcher> matchers, TimeRange range)
            throws IOException {
        try (HeaderFile.Lease lease = pin.openHeader()) {
            IndexHeader header = lease.header();
            List<PostingsReader.LabelList> all = PostingsReader.lists(header, name);
            if (matchers.isEmpty() || all.isEmpty()) {
                return all.stream().map(PostingsReader.LabelList::value).toList();
            }
            // Series without the label have nothing to say.
            var wanted = new ArrayList<>(matchers);
            wanted.add(Matcher.of(MatchType.NOT_EQUAL, name, ""));
            var reader = new PostingsReader(block, header, tally);
            PostingsReader.Selected selected = reader.select(wanted);
            if (selected.series().isEmpty()) {
                return List.of();
            }
            boolean whole = range.covers(block.range().min(), block.range().max());
            boolean sure = selected.unchecked().stream().allMatch(matcher -> matcher.name().equals(name));
            if (whole && sure && listBytes(all) < (long) selected.series().size() * block.seriesSizeEstimate()) {
                return intersecting(reader, all, selected);
            }
            var found = new HashSet<String>();
            forEach(header, selected, range, labels -> found.add(labels.get(name)));
            return found;
        }
    }

    /// Whether any series matches.
    public boolean hasAny(BucketBlock.Pin pin, List<Matcher> matchers, TimeRange range) throws IOException {
        if (matchers.isEmpty()) {
            return true;
        }
        try (HeaderFile.Lease lease = pin.openHeader()) {
            var selected = new PostingsReader(block, lease.header(), tally).select(matchers);
            if (selected.unchecked().isEmpty() && range.covers(block.range().min(), block.range().max())) {
                return !selected.series().isEmpty();
            }
            var found = new HashSet<Labels>();
            forEach(lease.header(), selected, range, labels -> {
                if (found.isEmpty()) {
                    found.add(labels);
                }
            });
            return !found.isEmpty();
        }
    }

    private static long listBytes(List<PostingsReader.LabelList> lists) {
        long bytes = 0;
        for (PostingsReader.LabelList list : lists) {
            bytes += list.list().end() - list.list().start();
        }
        return bytes;
    }

    private static Collection<String> intersecting(PostingsReader reader, List<PostingsReader.LabelList> all,
            PostingsReader.Selected selected) throws IOException {
        List<PostingsOffsets.Range> places = all.stream().map(PostingsReader.LabelList::list).toList();
        List<Postings> lists = reader.read(places);
        var found = new HashSet<String>();
        for (int i = 0; i < lists.size(); i++) {
            String value = all.get(i).value();
            if (selected.unchecked().stream().allMatch(matcher -> matcher.matches(value))
                    && lists.get(i).intersects(selected.series())) {
                found.add(value);
            }
        }
        return found;
    }

    private interface Visitor {
        void visit(Labels stored);
    }

    private void forEach(IndexHeader header, List<Matcher> matchers, TimeRange range, Visitor visitor)
            throws IOException {
        forEach(header, new PostingsReader(block, header, tally).select(matchers), range, visitor);
    }

    private void forEach(IndexHeader header, PostingsReader.Selected selected, TimeRange range, Visitor visitor)
            throws IOException {
        var entries = new EntryReader(block, header, tally);
        int batch = block.entriesAtOnce();
        for (int from = 0; from < selected.series().size(); from += batch) {
            tally.check();
            entries.read(selected.series().slice(from, batch), entry -> {
                if (FoundSeries.count(entry, range) > 0) {
                    Labels labels = entries.symbols().labels(entry);
                    if (Matcher.allMatch(selected.unchecked(), labels)) {
                        visitor.visit(labels);
                    }
                }
            });
        }
    }
}
