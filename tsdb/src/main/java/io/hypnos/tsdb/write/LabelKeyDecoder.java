package io.hypnos.tsdb.write;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;

/// Turns the key of a series, which the engine has not met before, into labels.
///
/// Asked only on a miss: a key that was decoded once stands for the same labels until its series is dropped. So what is done to labels on
/// their way in (validation, sorting, relabelling) belongs here, and when its rules change, [WriteBatch#keySpace(int)] must change, too.
@FunctionalInterface
public interface LabelKeyDecoder {

    /// The labels of series `series` of the batch; null to refuse the series, which then gets [AppendResult#INVALID_LABELS].
    @Nullable
    Labels decode(WriteBatch batch, int series);
}
