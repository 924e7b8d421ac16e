package io.hypnos.series;

/// The NaN that says "this series has ended here". It is told from other NaNs by its bits alone, so it must be carried and stored by value,
/// never computed with. A histogram is a stale marker when its sum is this NaN.
public final class StaleMarker {

    public static final long BITS = 0x7FF0_0000_0000_0002L;

    public static final double VALUE = Double.longBitsToDouble(BITS);

    private StaleMarker() {}

    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
