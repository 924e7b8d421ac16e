package io.hypnos.series;

/// A sum of floats with the rounding errors kept aside and added at the end (Kahan's summation as improved by Neumaier). The steps are those
/// of Prometheus, so that sums come out the same to the bit.
public final class KahanSum {

    private double sum;
    private double compensation;

    public void add(double value) {
        double next = sum + value;
        compensation = compensation(sum, value, next, compensation);
        sum = next;
    }

    public double sum() {
        return sum;
    }

    public double compensation() {
        return compensation;
    }

    /// The sum with the errors put back.
    public double total() {
        return sum + compensation;
    }

    public void reset(double sum, double compensation) {
        this.sum = sum;
        this.compensation = compensation;
    }

    /// The compensation after `sum + value` came out as `next`. For loops that keep sums and compensations in arrays.
    public static double compensation(double sum, double value, double next, double compensation) {
        if (Double.isInfinite(next)) {
            return 0;
        }
        return Math.abs(sum) >= Math.abs(value)
                ? compensation + (sum - next + value)
                : compensation + (value - next + sum);
    }
}
