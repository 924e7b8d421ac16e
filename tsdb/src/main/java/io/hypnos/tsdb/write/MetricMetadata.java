package io.hypnos.tsdb.write;

/// What a metric is, as its exporter describes it.
///
/// @param type what kind of metric it is
/// @param unit may be empty
/// @param help may be empty
public record MetricMetadata(Type type, String unit, String help) {

    /// The order of the constants is the number that the write-ahead log uses.
    public enum Type {
        UNKNOWN, COUNTER, GAUGE, HISTOGRAM, GAUGEHISTOGRAM, SUMMARY, INFO, STATESET;

        private static final Type[] BY_NUMBER = values();

        /// The type with the given number; [#UNKNOWN] for one that nobody has assigned.
        public static Type of(int number) {
            return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
        }
    }
}
