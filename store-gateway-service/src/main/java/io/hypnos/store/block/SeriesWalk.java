package io.hypnos.store.block;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.ShardFilter;
import io.hypnos.store.fetch.FetchTally;
import io.hypnos.store.header.IndexHeader;
import io.hypnos.tsdb.index.SeriesEntry;

/// The series of a block that are part of an answer, in the order of the answer. Reads the entries of the index in batches that begin small, for
/// who wants the first few series only. For one thread.
final class SeriesWalk {

    private static final int FIRST_BATCH = 64;

    private final BlockRequest request;
    private final FetchTally tally;
    private final AnsweredLabels answered;
    private final PostingsReader.Selected selected;
    private final EntryReader entries;
    private final @Nullable ShardFilter shard;
    private final int usualChunkSize;
    private final int maxBatch;
    private final ArrayDeque<FoundSeries> ready = new ArrayDeque<>();
    /// Series that may have to change places with those that come next.
    private final List<FoundSeries> group = new ArrayList<>();
    private Labels groupBegin = Labels.EMPTY;
    private int nextPosting;
    private int batchSize;

    SeriesWalk(BucketBlock block, IndexHeader header, BlockRequest request, FetchTally tally) throws IOException {
        this.request = request;
        this.tally = tally;
        this.answered = new AnsweredLabels(block.labels(), request.withoutLabels(), BlockLabels.names(header));
        this.selected = new PostingsReader(block, header, tally).select(request.matchers());
        this.entries = new EntryReader(block, header, tally);
        this.shard = request.shard() == null ? null : new ShardFilter(request.shard());
        this.usualChunkSize = block.chunkSizeEstimate();
        this.maxBatch = block.entriesAtOnce();
        this.batchSize = Math.min(FIRST_BATCH, maxBatch);
    }

    /// The next series; null at the end.
    @Nullable
    FoundSeries next() throws IOException {
        while (ready.isEmpty() && nextPosting < selected.series().size()) {
            tally.check();
            var batch = selected.series().slice(nextPosting, batchSize);
            nextPosting += batch.size();
            batchSize = Math.min(maxBatch, batchSize * 2);
            entries.read(batch, this::take);
        }
        if (ready.isEmpty()) {
            endGroup();
        }
        return ready.poll();
    }

    private void take(SeriesEntry entry) {
        int chunks = FoundSeries.count(entry, request.range());
        if (chunks == 0) {
            return;
        }
        Labels stored = entries.symbols().labels(entry);
        if (!Matcher.allMatch(selected.unchecked(), stored)) {
            return;
        }
        Labels labels = answered.of(stored);
        if (shard != null && !shard.accepts(labels)) {
            return;
        }
        tally.series(1);
        FoundSeries found;
        if (request.chunks().skip()) {
            found = FoundSeries.of(labels);
        } else {
            tally.chunks(chunks);
            found = FoundSeries.of(labels, entry, request.range(), usualChunkSize);
        }
        if (answered.keepOrder()) {
            ready.add(found);
            return;
        }
        if (group.isEmpty() || answered.beginsGroup(groupBegin, stored)) {
            endGroup();
            groupBegin = stored;
        }
        group.add(found);
    }

    private void endGroup() {
        if (group.size() > 1) {
            group.sort(Comparator.comparing(FoundSeries::labels));
        }
        ready.addAll(group);
        group.clear();
    }
}
