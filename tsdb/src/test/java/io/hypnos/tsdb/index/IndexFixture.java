package io.hypnos.tsdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import io.hypnos.series.labels.Labels;

/// Writes an index of given series, each with the same chunks.
final class IndexFixture {

    private IndexFixture() {}

    static void write(Path file, int maxRefsAtOnce, List<Labels> series, List<ChunkMetas> chunks,
            String... extraSymbols)
            throws IOException {
        var texts = new TreeSet<byte[]>(Arrays::compareUnsigned);
        for (String extra : extraSymbols) {
            texts.add(extra.getBytes(UTF_8));
        }
        for (Labels labels : series) {
            labels.forEach((name, value) -> {
                texts.add(name.getBytes(UTF_8));
                texts.add(value.getBytes(UTF_8));
            });
        }
        var ranks = new TreeMap<byte[], Integer>(Arrays::compareUnsigned);
        try (var writer = IndexWriter.create(file, maxRefsAtOnce)) {
            for (byte[] text : texts) {
                ranks.put(text, writer.symbol(text, 0, text.length));
            }
            for (int i = 0; i < series.size(); i++) {
                writer.series(ranks(series.get(i), ranks), series.get(i).size(), chunks.get(i));
            }
            writer.finish();
        }
    }

    private static int[] ranks(Labels labels, TreeMap<byte[], Integer> ranks) {
        int[] result = new int[2 * labels.size()];
        int[] at = {0};
        labels.forEach((name, value) -> {
            result[at[0]++] = ranks.get(name.getBytes(UTF_8));
            result[at[0]++] = ranks.get(value.getBytes(UTF_8));
        });
        return result;
    }
}
