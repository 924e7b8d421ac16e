package io.hypnos.objstore.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Durations as Prometheus writes them: whole numbers with the units y, w, d, h, m, s, ms, each at most once and from the largest down.
final class DurationText {

    private record Unit(String name, Duration length) {}

    private static final List<Unit> UNITS = List.of(new Unit("y", Duration.ofDays(365)),
            new Unit("w", Duration.ofDays(7)), new Unit("d", Duration.ofDays(1)), new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)), new Unit("s", Duration.ofSeconds(1)),
            new Unit("ms", Duration.ofMillis(1)));

    private DurationText() {}

    /// The duration that `text` stands for; empty when it stands for none.
    static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Duration sum = Duration.ZERO;
        int position = 0;
        int nextUnit = 0;
        while (position < text.length()) {
            int digits = position;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            int letters = digits;
            while (letters < text.length() && Character.isLetter(text.charAt(letters))) {
                letters++;
            }
            int unit = indexOf(text.substring(digits, letters), nextUnit);
            if (unit < 0 || digits == position || digits - position > 9) {
                return Optional.empty();
            }
            sum = sum.plus(UNITS.get(unit).length().multipliedBy(Long.parseLong(text, position, digits, 10)));
            nextUnit = unit + 1;
            position = letters;
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(sum);
    }

    private static int indexOf(String name, int from) {
        for (int i = from; i < UNITS.size(); i++) {
            if (UNITS.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
