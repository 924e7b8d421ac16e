package io.hypnos.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.series.StorageException;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.write.MetricMetadata;

class RecordCodecTest {

    private final RecordEncoder encoder = new RecordEncoder(new RecordBuffer());

    private WalRecord decoded() {
        return RecordDecoder.decode(encoder.buffer().bytes().clone(), 0, encoder.buffer().length());
    }

    @Test
    void samplesComeBackWhateverTheyAre() {
        Seeds.forEach(50, random -> {
            int n = random.nextInt(300);
            long[] refs = random.longs(n, 0, random.nextBoolean() ? 100 : Long.MAX_VALUE).toArray();
            long[] times = random.longs(n).toArray();
            long[] values = random.longs(n).toArray();
            encoder.begin(WalRecord.SAMPLES);
            int first = n == 0 ? 0 : random.nextInt(n);
            encoder.samples(refs, times, values, 0, first);
            encoder.samples(refs, times, values, first, n);
            var samples = (WalRecord.Samples) decoded();
            assertThat(samples.size()).isEqualTo(n);
            assertThat(Arrays.copyOf(samples.refs(), n)).isEqualTo(refs);
            assertThat(Arrays.copyOf(samples.times(), n)).isEqualTo(times);
            assertThat(Arrays.copyOf(samples.values(), n)).isEqualTo(values);
        });
    }

    @Test
    void histogramsComeBackWhateverTheyAre() {
        Seeds.forEach(50, random -> {
            for (boolean integer : new boolean[]{true, false}) {
                encoder.begin(integer ? WalRecord.INTEGER_HISTOGRAMS : WalRecord.FLOAT_HISTOGRAMS);
                Histogram[] written = new Histogram[20];
                for (int i = 0; i < written.length; i++) {
                    written[i] = integer ? RandomHistograms.integer(random) : RandomHistograms.floating(random);
                    encoder.histogram(i, 1000L * i, written[i]);
                }
                var read = (WalRecord.Histograms) decoded();
                assertThat(Arrays.copyOf(read.histograms(), read.size())).isEqualTo(written);
                assertThat(read.times()[19]).isEqualTo(19_000);
            }
        });
    }

    @Test
    void everythingElseComesBack() {
        Labels labels = Labels.of("__name__", "a", "é", "x\n");
        encoder.begin(WalRecord.EXEMPLARS);
        encoder.exemplar(7, 1000, -0.0, labels);
        encoder.exemplar(6, 999, Double.NaN, Labels.EMPTY);
        assertThat(LogFixture.text(decoded())).isEqualTo("7@1000=-0.0" + labels + " 6@999=NaN{} ");

        encoder.begin(WalRecord.METADATA);
        encoder.metadata(3, new MetricMetadata(MetricMetadata.Type.COUNTER, "seconds", "help"), null);
        encoder.metadata(4, new MetricMetadata(MetricMetadata.Type.INFO, "", ""), "family");
        assertThat(LogFixture.text(decoded())).contains("COUNTER", "seconds", "help", "INFO", "family");

        encoder.begin(WalRecord.TOMBSTONES);
        encoder.tombstone(9, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(LogFixture.text(decoded())).isEqualTo("9:" + Long.MIN_VALUE + ".." + Long.MAX_VALUE + " ");

        encoder.begin(WalRecord.MARKERS);
        encoder.marker(5, 1L << 32 | 8);
        assertThat(LogFixture.text(decoded())).isEqualTo("5->4294967304 ");

        encoder.begin(99);
        assertThat(decoded()).isEqualTo(new WalRecord.Unknown(99));
    }

    @Test
    void readsWhatPrometheusWritesForAHistogram() {
        byte[] body = HexFormat.of().parseHex("07" + "0000000000000001" + "00000000000003e8" + "0000"
                + "00" + "02" + "37f0000000000000" + "02" + "05" + "4032666666666666" + "0200020202" + "00"
                + "0402000102" + "00");
        var record = (WalRecord.Histograms) RecordDecoder.decode(body, 0, body.length);
        encoder.begin(WalRecord.INTEGER_HISTOGRAMS);
        encoder.histogram(1, 1000, record.histograms()[0]);
        assertThat(Arrays.copyOf(encoder.buffer().bytes(), encoder.buffer().length())).isEqualTo(body);
    }

    @Test
    void readsStartTimesOver() {
        // 100 at 1000 since 900, value 1; 102 at 1015, since the same; 101 at 1030, since 940.
        byte[] body = HexFormat.of().parseHex("0b" + "c801" + "d00f" + "880e" + "3ff0000000000000"
                + "04" + "1e" + "01" + "4000000000000000" + "01" + "3c" + "02" + "50" + "4008000000000000");
        assertThat(LogFixture.text(RecordDecoder.decode(body, 0, body.length))).isEqualTo(
                "100@1000=3ff0000000000000 102@1015=4000000000000000 101@1030=4008000000000000 ");
    }

    @Test
    void rejectsWhatMakesNoSense() {
        Seeds.forEach(2_000, random -> {
            byte[] body = new byte[1 + random.nextInt(200)];
            random.nextBytes(body);
            body[0] = (byte) (1 + random.nextInt(13));
            try {
                RecordDecoder.decode(body, 0, body.length);
            } catch (InvalidRecordException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        });
    }

    @Test
    void rejectsEveryPrefixOfARecordThatEndsInsideAnItem() {
        var random = new Random(1);
        RecordBuffer record = LogFixture.record(random, 300);
        int accepted = 0;
        for (int length = 1; length < record.length(); length++) {
            try {
                RecordDecoder.decode(record.bytes(), 0, length);
                accepted++;
            } catch (InvalidRecordException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(accepted).isLessThan(40);
    }

    @Test
    void refusesZstdInsteadOfTakingItForDamage() {
        byte[] stored = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 1, 2, 3};
        assertThatThrownBy(() -> new RecordOpener().open(stored, stored.length, WalFormat.ZSTD))
                .isInstanceOf(StorageException.class).hasMessageContaining("zstd");
    }
}
