package io.hypnos.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.series.testing.Seeded;

@Seeded
class OpenFloatChunkTest {

    private static final int SERIES = 5;
    /// A record has 32 bits for a distance; the head closes chunks long before.
    private static final long MAX_DISTANCE = 0xFFFF_FFFFL;

    private final MemoryAccount account = new MemoryAccount();
    private final SeriesTable table = new SeriesTable(account);
    private final SlabAllocator slabs = new SlabAllocator(account);
    private final BlockChain chain = new BlockChain(slabs);
    private final OpenFloatChunk chunks = new OpenFloatChunk(chain);

    @AfterEach
    void close() {
        slabs.close();
        table.close();
    }

    /// Several series at a time, so that nothing of one may be left over for the next.
    @Test
    void writesTheBytesOfThePlainVersion(Random random) {
        long[] records = new long[SERIES];
        for (int s = 0; s < SERIES; s++) {
            records[s] = table.address(table.allocate());
        }
        for (int round = 0; round < 1000; round++) {
            int count = 1 + random.nextInt(240);
            long[][] times = new long[SERIES][];
            double[][] values = new double[SERIES][];
            var plain = new XorAppender[SERIES];
            for (int s = 0; s < SERIES; s++) {
                times[s] = steadyEnough(RandomSamples.times(random, count));
                values[s] = RandomSamples.values(random, count);
                plain[s] = new XorAppender();
            }
            for (int i = 0; i < count; i++) {
                for (int s = 0; s < SERIES; s++) {
                    append(records[s], i, times[s][i], Double.doubleToRawLongBits(values[s][i]));
                    plain[s].append(times[s][i], values[s][i]);
                }
            }
            for (int s = 0; s < SERIES; s++) {
                byte[] bytes = new byte[SeriesRecord.openBytes(records[s])];
                chunks.copy(records[s], bytes);
                assertThat(bytes).isEqualTo(plain[s].toByteArray());
                assertThat(chunks.firstTime(records[s])).isEqualTo(times[s][0]);
                byte[] sealed = new byte[bytes.length];
                int last = chunks.seal(records[s]);
                chain.copy(last, sealed.length, sealed);
                assertThat(sealed).isEqualTo(bytes);
            }
        }
    }

    private void append(long record, int i, long time, long value) {
        if (i == 0) {
            chunks.open(record, time, value);
        } else {
            chunks.append(record, time, value);
        }
    }

    private static long[] steadyEnough(long[] times) {
        long[] steady = times.clone();
        long shift = 0;
        for (int i = 1; i < times.length; i++) {
            shift += Math.max(0, times[i] - times[i - 1] - MAX_DISTANCE);
            steady[i] = times[i] - shift;
        }
        return steady;
    }
}
