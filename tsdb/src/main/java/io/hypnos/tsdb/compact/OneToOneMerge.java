package io.hypnos.tsdb.compact;

import java.util.List;

import io.hypnos.series.chunk.StoredSamples;

/// The union of all lanes by time.
final class OneToOneMerge implements OverlapMerge {

    @Override
    public StoredSamples merge(List<StoredSamples> lanes) {
        StoredSamples merged = lanes.getFirst();
        for (StoredSamples lane : lanes.subList(1, lanes.size())) {
            merged = union(merged, lane);
        }
        return merged;
    }

    private static StoredSamples union(StoredSamples first, StoredSamples second) {
        var union = new StoredSamples();
        union.ensureRoom(first.size() + second.size());
        int a = 0;
        int b = 0;
        while (a < first.size() && b < second.size()) {
            long ta = first.time(a);
            long tb = second.time(b);
            if (ta <= tb) {
                union.add(first, a++);
                b += ta == tb ? 1 : 0;
            } else {
                union.add(second, b++);
            }
        }
        while (a < first.size()) {
            union.add(first, a++);
        }
        while (b < second.size()) {
            union.add(second, b++);
        }
        return union;
    }
}
