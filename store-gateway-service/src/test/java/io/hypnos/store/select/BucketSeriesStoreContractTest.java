package io.hypnos.store.select;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.storeapi.SeriesData;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.SeriesStoreContract;
import io.hypnos.store.testing.GatewayFixture;

class BucketSeriesStoreContractTest extends SeriesStoreContract {

    private static final long CUT = 40 * 60_000;

    @TempDir
    private Path temp;
    private final List<GatewayFixture> gateways = new ArrayList<>();

    /// The data in two blocks, one after the other.
    @Override
    protected SeriesStore storeOf(Labels external, List<SeriesData> data) throws Exception {
        var gateway = new GatewayFixture(new MemoryBucket(), temp.resolve("" + gateways.size()));
        gateways.add(gateway);
        for (long from : List.of(0L, CUT)) {
            long to = from == 0 ? CUT : Long.MAX_VALUE;
            List<ChunkSeries> series = part(data, from, to);
            if (!series.isEmpty()) {
                gateway.put(external, 0, series);
            }
        }
        gateway.blocks().sync();
        return gateway.store();
    }

    private static List<ChunkSeries> part(List<SeriesData> data, long from, long to) {
        var part = new ArrayList<ChunkSeries>();
        for (SeriesData one : data) {
            var writer = new ChunkWriter();
            for (int i = 0; i < one.times().length; i++) {
                if (one.times()[i] >= from && one.times()[i] < to) {
                    writer.append(one.times()[i], (double) i);
                }
            }
            var chunks = writer.finish();
            if (!chunks.isEmpty()) {
                part.add(new ChunkSeries(one.labels(), List.copyOf(chunks)));
            }
        }
        part.sort(Comparator.comparing(ChunkSeries::labels));
        return part;
    }

    @AfterEach
    void close() {
        gateways.forEach(GatewayFixture::close);
    }
}
