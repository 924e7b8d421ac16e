package io.hypnos.store.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.storeapi.StoreInfo;
import io.hypnos.store.block.BucketBlock;

/// The blocks that are served at one moment. Immutable.
final class LoadedBlocks {

    static final LoadedBlocks NONE = new LoadedBlocks(List.of());

    private final List<BlockStream> streams;
    private final List<BucketBlock> all;

    LoadedBlocks(Collection<BucketBlock> blocks) {
        this.all = blocks.stream().sorted(Comparator.comparing(BucketBlock::id)).toList();
        Map<Labels, List<BucketBlock>> byLabels = new HashMap<>();
        for (BucketBlock block : all) {
            byLabels.computeIfAbsent(block.labels(), _ -> new ArrayList<>()).add(block);
        }
        this.streams = byLabels.entrySet().stream().map(entry -> new BlockStream(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(BlockStream::labels)).toList();
    }

    List<BucketBlock> all() {
        return all;
    }

    List<BucketBlock> covering(TimeRange range, long maxResolution, Predicate<Labels> wanted) {
        return streams.stream().filter(stream -> wanted.test(stream.labels()))
                .flatMap(stream -> stream.covering(range, maxResolution).stream()).toList();
    }

    List<BucketBlock> overlapping(TimeRange range, Predicate<Labels> wanted) {
        return streams.stream().filter(stream -> wanted.test(stream.labels()))
                .flatMap(stream -> stream.overlapping(range).stream()).toList();
    }

    /// @param served the time that is answered for
    StoreInfo info(TimeRange served) {
        var tsdbs = new ArrayList<StoreInfo.TsdbInfo>();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (BlockStream stream : streams) {
            for (TimeRange time : stream.times()) {
                TimeRange own = time.intersect(served);
                if (!own.isEmpty()) {
                    tsdbs.add(new StoreInfo.TsdbInfo(stream.labels(), own));
                    min = Math.min(min, own.min());
                    max = Math.max(max, own.max());
                }
            }
        }
        return new StoreInfo(TimeRange.closed(min, max), tsdbs);
    }
}
