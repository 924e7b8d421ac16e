package io.hypnos.tsdb.compact;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;

import io.hypnos.tsdb.index.SeriesEntry;

/// Goes over the series of all inputs in the order of their labels, and writes those that are the same as one.
final class SeriesMerge implements Tournament.Contest {

    private static final int CHECK_EVERY = 1 << 10;

    private final List<SeriesStream> streams;
    private final boolean[] alive;
    private final List<OutputBlock> outputs;
    private final Findings findings;
    private final ChunkGroup group = new ChunkGroup();
    private int[] labels = new int[64];
    private int length;

    SeriesMerge(List<SeriesStream> streams, List<OutputBlock> outputs, Findings findings) {
        this.streams = streams;
        this.alive = new boolean[streams.size()];
        this.outputs = outputs;
        this.findings = findings;
    }

    void run() throws IOException {
        for (int i = 0; i < alive.length; i++) {
            alive[i] = streams.get(i).next();
        }
        var tree = new Tournament(alive.length, this);
        long series = 0;
        for (int winner = tree.winner(); winner >= 0;) {
            begin(streams.get(winner));
            do {
                take(streams.get(winner));
                alive[winner] = streams.get(winner).next();
                tree.winnerMoved();
                winner = tree.winner();
            } while (winner >= 0 && isCurrent(streams.get(winner)));
            group.sort();
            for (OutputBlock output : outputs) {
                output.chunks().write(group);
                output.writer().series(labels, length / 2);
            }
            if (++series % CHECK_EVERY == 0 && Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("the merge was interrupted after " + series + " series");
            }
        }
    }

    @Override
    public boolean isExhausted(int source) {
        return !alive[source];
    }

    @Override
    public int compare(int a, int b) {
        return SeriesStream.compare(streams.get(a), streams.get(b));
    }

    private void begin(SeriesStream first) {
        length = first.length();
        if (length > labels.length) {
            labels = new int[2 * length];
        }
        System.arraycopy(first.labels(), 0, labels, 0, length);
        group.clear();
    }

    private boolean isCurrent(SeriesStream stream) {
        return Arrays.equals(labels, 0, length, stream.labels(), 0, stream.length());
    }

    private void take(SeriesStream stream) {
        CompactionInput input = stream.input();
        SeriesEntry chunks = stream.chunks();
        if (chunks.chunkCount() == 0) {
            findings.add(FindingKind.SERIES_WITHOUT_CHUNKS, input.ulid(), example(stream));
        }
        for (int i = 0; i < chunks.chunkCount(); i++) {
            long min = chunks.minTime(i);
            long max = chunks.maxTime(i);
            if (min > max) {
                findings.add(FindingKind.OUT_OF_ORDER_CHUNKS, input.ulid(),
                        example(stream) + " has a chunk that ends before it begins");
            }
            if (!input.range().covers(min, max)) {
                findings.add(FindingKind.CHUNKS_OUTSIDE_BLOCK, input.ulid(), example(stream) + times(min, max));
            }
            if (i > 0 && min <= chunks.maxTime(i - 1)) {
                boolean same = min == chunks.minTime(i - 1) && max == chunks.maxTime(i - 1);
                findings.add(same ? FindingKind.DUPLICATE_CHUNKS : FindingKind.OUT_OF_ORDER_CHUNKS, input.ulid(),
                        example(stream) + times(min, max));
            }
        }
        group.addLane(stream.records(), input.deleted(stream.ref()), chunks);
    }

    private static String example(SeriesStream stream) {
        var reader = stream.input().index().seriesReader();
        reader.readLabels(stream.ref());
        return "series " + reader.labels();
    }

    private static String times(long min, long max) {
        return ", chunk [" + min + ", " + max + "]";
    }
}
