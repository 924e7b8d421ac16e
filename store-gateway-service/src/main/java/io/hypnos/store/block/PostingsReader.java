package io.hypnos.store.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.series.labels.Matcher;
import io.hypnos.store.cache.IndexCache;
import io.hypnos.store.fetch.DataKind;
import io.hypnos.store.fetch.FetchTally;
import io.hypnos.store.fetch.Stretch;
import io.hypnos.store.header.IndexHeader;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.PostingsList;
import io.hypnos.tsdb.index.PostingsOffsets;
import io.hypnos.tsdb.io.CorruptBlockException;

/// The way from matchers to series of one block. First the header says which postings lists each matcher needs and how long they are; then those
/// that are worth it are read at once, and put together.
///
/// A matcher whose lists are longer than the entries of all series that are left without it is not answered here: who reads the entries anyway
/// checks it then. So `{__name__="up", pod=~".+"}` reads one list and not one for every pod.
final class PostingsReader {

    /// Lists of fewer bytes are read in any case.
    private static final long CHEAP = 64 << 10;
    private static final int BYTES_PER_SERIES = 4;
    private static final byte[] EMPTY_TEXT = {};

    private final BucketBlock block;
    private final IndexHeader header;
    private final FetchTally tally;

    PostingsReader(BucketBlock block, IndexHeader header, FetchTally tally) {
        this.block = block;
        this.header = header;
        this.tally = tally;
    }

    /// Series that were found.
    ///
    /// @param series    among which are all that match
    /// @param unchecked what of the matchers is still to be checked
    record Selected(Postings series, List<Matcher> unchecked) {

        static final Selected NOTHING = new Selected(Postings.empty(), List.of());
    }

    /// What a matcher, or none for all series, asks of the lists.
    ///
    /// @param in whether series of the lists stay or go
    private record Term(@Nullable Matcher matcher, boolean in, List<PostingsOffsets.Range> lists) {

        long bytes() {
            long bytes = 0;
            for (PostingsOffsets.Range list : lists) {
                bytes += list.end() - list.start();
            }
            return bytes;
        }
    }

    Selected select(List<Matcher> matchers) throws IOException {
        IndexCache cache = block.storage().cache();
        Postings known = cache.selection(block.id(), matchers);
        if (known != null) {
            tally.cached(DataKind.POSTINGS, (long) known.size() * BYTES_PER_SERIES);
            return new Selected(known, List.of());
        }
        var terms = new ArrayList<Term>();
        for (Matcher matcher : matchers) {
            Term term = term(matcher);
            if (term.in() && term.lists().isEmpty()) {
                cache.keepSelection(block.id(), matchers, Postings.empty());
                return Selected.NOTHING;
            }
            terms.add(term);
        }
        if (terms.stream().noneMatch(Term::in)) {
            terms.add(all());
        }
        List<Matcher> unchecked = setAsideCostly(terms);
        Postings found = combine(terms);
        if (unchecked.isEmpty()) {
            cache.keepSelection(block.id(), matchers, found);
        }
        return new Selected(found, unchecked);
    }

    /// Each of the lists.
    List<Postings> read(List<PostingsOffsets.Range> lists) throws IOException {
        Map<Long, Postings> read = fetch(lists);
        return lists.stream().map(list -> postings(read, list)).toList();
    }

    private Term all() {
        PostingsOffsets.Range list = header.offsets().find(EMPTY_TEXT, EMPTY_TEXT);
        if (list == null) {
            throw new CorruptBlockException(block.indexName(), header.toc().postingsTable(), "an entry for all series",
                    "none");
        }
        return new Term(null, true, List.of(list));
    }

    /// A matcher that rejects the empty value, which is that of a missing label, says which series stay; any other one which go.
    private Term term(Matcher matcher) {
        if (matcher.name().isEmpty()) {
            return new Term(matcher, !matcher.matchesEmpty(), List.of());
        }
        boolean in = !matcher.matchesEmpty();
        return new Term(matcher, in, new MatchedLists(header.offsets(), matcher).of(in));
    }

    /// Takes out the terms that cost more to answer than to check.
    private List<Matcher> setAsideCostly(List<Term> terms) {
        var unchecked = new ArrayList<Matcher>();
        if (!block.storage().postings().lazy() || terms.size() < 2) {
            return unchecked;
        }
        Term base = terms.stream().filter(Term::in).min(Comparator.comparingLong(Term::bytes)).orElseThrow();
        long series = base.bytes() / BYTES_PER_SERIES;
        long entries = series * block.seriesSizeEstimate();
        double maxLists = block.storage().postings().maxListRatio() * series;
        terms.removeIf(term -> {
            boolean many = maxLists > 0 && term.lists().size() > maxLists;
            boolean costly = term.matcher() != null && term != base && term.bytes() > CHEAP
                    && (many || term.bytes() > entries);
            if (costly) {
                unchecked.add(term.matcher());
            }
            return costly;
        });
        return unchecked;
    }

    private Postings combine(List<Term> terms) throws IOException {
        Map<Long, Postings> read = fetch(terms.stream().flatMap(term -> term.lists().stream()).toList());
        var in = new ArrayList<Postings>();
        var out = new ArrayList<Postings>();
        for (Term term : terms) {
            Postings merged = Postings.merge(term.lists().stream().map(list -> postings(read, list)).toList());
            (term.in() ? in : out).add(merged);
        }
        Postings found = Postings.intersect(in);
        for (Postings gone : out) {
            found = found.without(gone);
        }
        return found;
    }

    private static Postings postings(Map<Long, Postings> read, PostingsOffsets.Range list) {
        Postings postings = read.get(list.start());
        if (postings == null) {
            throw new IllegalStateException("the list at " + list.start() + " was not read");
        }
        return postings;
    }

    /// The lists by their place.
    private Map<Long, Postings> fetch(List<PostingsOffsets.Range> lists) throws IOException {
        IndexCache cache = block.storage().cache();
        var found = HashMap.<Long, Postings>newHashMap(lists.size());
        var missing = new TreeMap<Long, Stretch>();
        for (PostingsOffsets.Range list : lists) {
            if (found.containsKey(list.start()) || missing.containsKey(list.start())) {
                continue;
            }
            Postings known = cache.postings(block.id(), list.start());
            tally.touched(DataKind.POSTINGS, 1, list.end() - list.start());
            if (known == null) {
                missing.put(list.start(), stretch(list));
            } else {
                tally.cached(DataKind.POSTINGS, (long) known.size() * BYTES_PER_SERIES);
                found.put(list.start(), known);
            }
        }
        if (!missing.isEmpty()) {
            List<Stretch> stretches = List.copyOf(missing.values());
            block.storage().ranges().read(BlockKeys.index(block.id()), stretches, DataKind.POSTINGS, tally);
            for (Stretch stretch : stretches) {
                Postings postings = PostingsList.decode(block.indexName(), stretch.offset(), stretch.bytes(), 0,
                        stretch.available());
                found.put(stretch.offset(), postings);
                cache.keepPostings(block.id(), stretch.offset(), postings);
            }
        }
        return found;
    }

    private Stretch stretch(PostingsOffsets.Range list) {
        long length = list.end() - list.start();
        if (list.start() < 0 || list.end() > header.toc().postingsTable() || length <= 0
                || length > Integer.MAX_VALUE - 16) {
            throw new CorruptBlockException(block.indexName(), header.toc().postingsTable(),
                    "the place of a postings list", list.start() + " to " + list.end());
        }
        return new Stretch(list.start(), (int) length);
    }

    /// All values of a label with their lists.
    static List<LabelList> lists(IndexHeader header, String name) {
        var lists = new ArrayList<LabelList>();
        if (!name.isEmpty()) {
            header.offsets().forEach(name.getBytes(UTF_8), EMPTY_TEXT, (value, length, start, end) -> lists
                    .add(new LabelList(new String(value, 0, length, UTF_8), new PostingsOffsets.Range(start, end))));
        }
        return lists;
    }

    /// A value of a label, and where the series are that have it.
    record LabelList(String value, PostingsOffsets.Range list) {}
}
