package io.hypnos.promql.naive;

/// A sum that keeps what rounding takes away (Neumaier's variant of Kahan's summation). The compensation is given up once the sum is
/// infinite. A mutable pair of numbers: some means scale both.
final class Kahan {

    private double sum;
    private double compensation;

    Kahan(double first) {
        this.sum = first;
    }

    Kahan(double sum, double compensation) {
        this.sum = sum;
        this.compensation = compensation;
    }

    void add(double value) {
        double next = sum + value;
        if (Double.isInfinite(next)) {
            compensation = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            compensation += (sum - next) + value;
        } else {
            compensation += (value - next) + sum;
        }
        sum = next;
    }

    void add(Kahan other) {
        add(other.sum);
        add(other.compensation);
    }

    Kahan scaled(double factor) {
        return new Kahan(sum * factor, compensation * factor);
    }

    Kahan dividedBy(double divisor) {
        return new Kahan(sum / divisor, compensation / divisor);
    }

    Kahan copy() {
        return new Kahan(sum, compensation);
    }

    /// Whether both parts are zero.
    boolean isZero() {
        return sum == 0 && compensation == 0;
    }

    /// The sum without its compensation.
    double raw() {
        return sum;
    }

    double compensation() {
        return compensation;
    }

    double value() {
        return sum + compensation;
    }
}
