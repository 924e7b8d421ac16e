package io.hypnos.tsdb.wal;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.MetricMetadata;

/// What one record of a log says, in columns of `size` items. The first byte of a record is its type:
///
///     1  series              { ref (8) · labels }*
///     2  samples             base form, each with value (8)
///     3  tombstones          { ref (8) · mint varint · maxt varint }*
///     4  exemplars           base form, each with value (8) · labels
///     5  markers             { ref (8) · head chunk ref (8) }*
///     6  metadata            { ref uvarint · type (1) · number of fields uvarint · { name · value }* }*
///     7  integer histograms  base form, each with a histogram
///     8  float histograms    likewise
///     9, 10                  as 7 and 8, for histograms with custom buckets
///     11 samples             start-time form, each with value (8)
///     12, 13                 integer and float histograms in start-time form
///
///     base form       = first ref (8) · first time (8) · { ref - first ref varint · time - first time varint · … }*
///     start-time form = ref varint · time varint · start varint · … · { ref - previous ref varint · time - first time varint ·
///                       0 (none) or 1 (as before) or 2 start - first start varint · … }*
///     labels          = count uvarint · { name · value }*
///     text            = length uvarint · bytes
///
/// Markers are in the out-of-order log only: the samples of that series which stand before are in the head chunk named, 0 when a first
/// in-memory chunk has begun. Types 11 to 13 are read and never written. Histograms are in [HistogramCodec].
///
/// The arrays are owned by the record and may be longer than `size`.
public sealed interface WalRecord {

    int SERIES = 1;
    int SAMPLES = 2;
    int TOMBSTONES = 3;
    int EXEMPLARS = 4;
    int MARKERS = 5;
    int METADATA = 6;
    int INTEGER_HISTOGRAMS = 7;
    int FLOAT_HISTOGRAMS = 8;
    int CUSTOM_INTEGER_HISTOGRAMS = 9;
    int CUSTOM_FLOAT_HISTOGRAMS = 10;
    int SAMPLES_WITH_START = 11;
    int INTEGER_HISTOGRAMS_WITH_START = 12;
    int FLOAT_HISTOGRAMS_WITH_START = 13;

    int size();

    /// @param body    the record; the labels of item `i` are `body[starts[i]]` to `body[ends[i]]`, in the packed form of [Labels]
    /// @param counts  number of labels by item
    record Series(int size, long[] refs, byte[] body, int[] starts, int[] ends, int[] counts) implements WalRecord {

        public Labels labels(int i) {
            return Labels.ofPacked(Arrays.copyOfRange(body, starts[i], ends[i]), counts[i]);
        }
    }

    /// @param values the bits of the values
    record Samples(int size, long[] refs, long[] times, long[] values) implements WalRecord {}

    record Tombstones(int size, long[] refs, long[] mints, long[] maxts) implements WalRecord {}

    record Exemplars(int size, long[] refs, long[] times, double[] values, Labels[] labels) implements WalRecord {}

    /// @param chunks as [io.hypnos.tsdb.wal] has them: file number in the upper half, offset in the lower
    record Markers(int size, long[] refs, long[] chunks) implements WalRecord {}

    /// @param families the names that metadata was sent for, null where that is the name of the series itself
    record Metadata(int size, long[] refs, MetricMetadata[] metadata, @Nullable String[] families)
            implements
                WalRecord {}

    record Histograms(int size, long[] refs, long[] times, Histogram[] histograms) implements WalRecord {}

    /// A record of a type that nobody here knows.
    record Unknown(int type) implements WalRecord {

        @Override
        public int size() {
            return 0;
        }
    }
}
