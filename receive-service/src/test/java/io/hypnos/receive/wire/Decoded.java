package io.hypnos.receive.wire;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.WriteBatch;

/// A decoded request in words, for comparison.
///
/// @param labels null for a series that was refused
record Decoded(Labels labels, List<String> values) {

    static List<Decoded> of(DecodedWrite write) {
        var all = new ArrayList<Decoded>();
        WriteBatch batch = write.batch();
        var reader = new SeriesLabels(write.faults());
        for (int series = 0; series < batch.seriesCount(); series++) {
            var values = new ArrayList<String>();
            for (int i = batch.sampleStart(series); i < batch.sampleStart(series + 1); i++) {
                values.add(batch.time(i) + "=" + Long.toHexString(Double.doubleToRawLongBits(batch.value(i))));
            }
            for (int i = batch.histogramStart(series); i < batch.histogramStart(series + 1); i++) {
                values.add(batch.histogramTime(i) + "=" + batch.histogram(i));
            }
            for (int i = batch.exemplarStart(series); i < batch.exemplarStart(series + 1); i++) {
                values.add(batch.exemplar(i).toString());
            }
            if (batch.metadata(series) != null) {
                values.add(String.valueOf(batch.metadata(series)));
            }
            all.add(new Decoded(reader.decode(batch, series), values));
        }
        return all;
    }

    static DecodedWrite load(byte[] body) {
        var write = new DecodedWrite();
        System.arraycopy(body, 0, write.reserve(body.length), 0, body.length);
        return write;
    }
}
