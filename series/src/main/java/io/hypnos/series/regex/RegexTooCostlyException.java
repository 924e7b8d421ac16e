package io.hypnos.series.regex;

/// Matching one value would take longer than any value may take. Whoever wrote the expression is to blame, as with one that is no
/// expression at all.
public final class RegexTooCostlyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    RegexTooCostlyException(String regex, int length) {
        super("regexp takes too long on a value of " + length + " bytes: `" + shortened(regex) + "`");
    }

    private static String shortened(String regex) {
        return regex.length() <= 200 ? regex : regex.substring(0, 200) + "…";
    }
}
