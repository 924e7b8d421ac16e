package io.hypnos.allinone.demo.model;

/// Requests over time: a daily and a weekly rhythm and some unrest, all of them sine waves, so that the number of requests up to any moment has a
/// closed form.
///
/// The rate never falls below [#FLOOR] times the average.
///
/// @param average requests per second
/// @param phase   shift of the rhythms, in days
public record Traffic(double average, double phase) {

    /// Lowest rate, as a share of the average.
    public static final double FLOOR = 0.16;

    private static final double DAY = 86_400;

    /// Period (s) and amplitude of each wave. The amplitudes add up to 1 - [#FLOOR].
    private static final double[][] WAVES = {{DAY, 0.42}, {DAY / 2, 0.12}, {7 * DAY, 0.14}, {4_300, 0.07},
        {1_270, 0.05},
        {389, 0.04}};

    /// Requests per second.
    public double rate(double seconds) {
        double sum = 1;
        for (double[] wave : WAVES) {
            sum += wave[1] * Math.sin(angle(seconds, wave[0]));
        }
        return average * sum;
    }

    /// Requests since the epoch, but for a constant: only differences mean something.
    public double total(double seconds) {
        double sum = seconds;
        for (double[] wave : WAVES) {
            sum -= wave[1] * wave[0] / (2 * Math.PI) * Math.cos(angle(seconds, wave[0]));
        }
        return average * sum;
    }

    private double angle(double seconds, double period) {
        return 2 * Math.PI * (seconds + phase * DAY) / period;
    }
}
