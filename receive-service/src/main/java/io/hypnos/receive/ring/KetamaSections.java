package io.hypnos.receive.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.hypnos.series.XxHash64;

/// The points of a consistent hash ring: each node has many, at `xxHash64("<address>:<i>")` for `i` from 1. In ascending unsigned order.
final class KetamaSections {

    static final int PER_NODE = 1000;

    private final long[] hashes;
    private final int[] owners;

    KetamaSections(List<Endpoint> nodes, int perNode) {
        int count = Math.multiplyExact(nodes.size(), perNode);
        long[] unsorted = new long[count];
        for (int node = 0; node < nodes.size(); node++) {
            for (int i = 0; i < perNode; i++) {
                unsorted[node * perNode + i] = XxHash64
                        .hash((nodes.get(node).address() + ":" + (i + 1)).getBytes(UTF_8));
            }
        }
        int[] order = IntStream.range(0, count).boxed().sorted((a, b) -> Long.compareUnsigned(unsorted[a], unsorted[b]))
                .mapToInt(Integer::intValue).toArray();
        hashes = Arrays.stream(order).mapToLong(i -> unsorted[i]).toArray();
        owners = Arrays.stream(order).map(i -> i / perNode).toArray();
    }

    int size() {
        return hashes.length;
    }

    long hash(int section) {
        return hashes[section];
    }

    int owner(int section) {
        return owners[section];
    }

    /// The first section at or behind a hash, clockwise.
    int at(long hash) {
        int low = 0;
        int high = hashes.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(hashes[middle], hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == hashes.length ? 0 : low;
    }
}
