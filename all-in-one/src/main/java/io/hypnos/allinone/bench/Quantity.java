package io.hypnos.allinone.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of things as people write it: `500`, `500k`, `1.5M`. Powers of 1000.
record Quantity(double value) {

    private static final Pattern TEXT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kKmM]?)");

    static Quantity parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("not a number: \"" + text + "\", want one such as 500, 500k or 1.5M");
        }
        double unit = switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 1e3;
            case "m" -> 1e6;
            default -> 1;
        };
        return new Quantity(Double.parseDouble(parts.group(1)) * unit);
    }

    int toInt() {
        return Math.toIntExact(Math.round(value));
    }

    /// Shortest form: `500k`.
    @Override
    public String toString() {
        if (value >= 1e6 && value % 1e5 == 0) {
            return plain(value / 1e6) + "M";
        }
        return value >= 1e3 && value % 100 == 0 ? plain(value / 1e3) + "k" : plain(value);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /// For flags.
    static final class Converter implements ITypeConverter<Quantity> {
        @Override
        public Quantity convert(String text) {
            return parse(text);
        }
    }
}
