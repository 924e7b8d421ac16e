package io.hypnos.series.chunk;

/// Where a reader of an integer histogram chunk stands: the part of its state that is not in the sample itself.
///
/// @param position bits from the beginning of the array
record IntegerHistogramState(long position, long timeStep, long countStep, long zeroCountStep, long[] deltaSteps,
        XorFields sum) {}
