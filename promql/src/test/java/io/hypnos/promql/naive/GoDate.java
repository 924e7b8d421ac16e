package io.hypnos.promql.naive;

import java.time.DayOfWeek;
import java.time.LocalDate;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Function;

/// A moment in UTC, for every number of seconds that a `long` can hold: Go counts from the year -292277022399 and wraps.
///
/// @param seconds since 1970
record GoDate(long seconds) {

    private static final long DAY = 86_400;
    private static final long DAYS_OF_400_YEARS = 146_097;
    private static final long YEARS_BEFORE = 292_277_022_399L;
    private static final long SECONDS_BEFORE = 9_223_371_966_579_724_800L + 62_135_596_800L;

    /// What does not fit into a `long` becomes the smallest one.
    static GoDate of(double value) {
        boolean fits = value >= -0x1p63 && value < 0x1p63;
        return new GoDate(fits ? (long) value : Long.MIN_VALUE);
    }

    double part(Function function) {
        long absolute = seconds + SECONDS_BEFORE;
        long days = Long.divideUnsigned(absolute, DAY);
        long inDay = Long.remainderUnsigned(absolute, DAY);
        // The first year Go counts from is the first of a cycle of 400 years, as 2001 is.
        LocalDate date = LocalDate.of(2001, 1, 1).plusDays(days % DAYS_OF_400_YEARS);
        return switch (function) {
            case YEAR -> date.getYear() - 2001 + days / DAYS_OF_400_YEARS * 400 - YEARS_BEFORE;
            case MONTH -> date.getMonthValue();
            case DAY_OF_MONTH -> date.getDayOfMonth();
            case DAY_OF_YEAR -> date.getDayOfYear();
            case DAY_OF_WEEK -> date.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : date.getDayOfWeek().getValue();
            case DAYS_IN_MONTH -> date.lengthOfMonth();
            case HOUR -> inDay / 3600;
            case MINUTE -> inDay % 3600 / 60;
            default -> throw new QueryException.Execution("no part of a date: " + function.word());
        };
    }
}
