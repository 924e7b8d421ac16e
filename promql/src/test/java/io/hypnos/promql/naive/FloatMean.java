package io.hypnos.promql.naive;

/// The mean of floats: sum by count until the sum would overflow, from then on a running mean.
final class FloatMean {

    private double count;
    private Kahan sum = new Kahan(0);
    private boolean running;

    void add(double value) {
        count++;
        if (count == 1) {
            sum = new Kahan(value);
            return;
        }
        if (!running) {
            Kahan next = sum.copy();
            next.add(value);
            if (!Double.isInfinite(next.raw())) {
                sum = next;
                return;
            }
            running = true;
            sum = sum.dividedBy(count - 1);
        }
        sum = sum.scaled((count - 1) / count);
        sum.add(value / count);
    }

    double value() {
        return running ? sum.value() : sum.raw() / count + sum.compensation() / count;
    }
}
