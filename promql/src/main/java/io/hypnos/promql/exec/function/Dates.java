package io.hypnos.promql.exec.function;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.number.GoMath;

/// Parts of a date, in UTC, of seconds since the epoch. The proleptic Gregorian calendar, for every second that 64 bits can count.
final class Dates {

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long DAYS_PER_ERA = 146_097;
    /// From the first of March of year 0 to the epoch.
    private static final long EPOCH_DAY = 719_468;
    /// The first of March of the year -292277022400, in which Go's calendar begins. It counts 2^64 seconds from there, so that what is earlier
    /// comes out late.
    private static final long FIRST_SECOND = -9_223_372_028_741_760_000L;
    /// Days and seconds that are 2^64 seconds.
    private static final long WRAPPED_DAYS = 213_503_982_334_601L;
    private static final long WRAPPED_SECONDS = 25_216;

    private Dates() {}

    static double part(Function function, double seconds) {
        long whole = GoMath.truncate(seconds);
        long day = Math.floorDiv(whole, SECONDS_PER_DAY);
        long second = Math.floorMod(whole, SECONDS_PER_DAY);
        if (whole < FIRST_SECOND) {
            second += WRAPPED_SECONDS;
            day += WRAPPED_DAYS + second / SECONDS_PER_DAY;
            second %= SECONDS_PER_DAY;
        }
        return switch (function) {
            case HOUR -> second / 3600;
            case MINUTE -> second / 60 % 60;
            case DAY_OF_WEEK -> Math.floorMod(day + 4, 7L);
            default -> part(function, day);
        };
    }

    /// Counts years from March on, so that the day that leap years have more is the last of the year.
    private static double part(Function function, long epochDay) {
        long days = epochDay + EPOCH_DAY;
        long era = Math.floorDiv(days, DAYS_PER_ERA);
        long dayOfEra = Math.floorMod(days, DAYS_PER_ERA);
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfMarchYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfMarchYear + 2) / 153;
        long dayOfMonth = dayOfMarchYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return switch (function) {
            case YEAR -> year;
            case MONTH -> month;
            case DAY_OF_MONTH -> dayOfMonth;
            case DAYS_IN_MONTH -> daysInMonth(year, month);
            case DAY_OF_YEAR -> month > 2 ? dayOfMarchYear + 1 + 59 + (isLeap(year) ? 1 : 0) : dayOfMarchYear - 305;
            default -> throw new IllegalStateException(function.word() + " is no part of a date");
        };
    }

    private static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static long daysInMonth(long year, long month) {
        if (month == 2) {
            return isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
}
