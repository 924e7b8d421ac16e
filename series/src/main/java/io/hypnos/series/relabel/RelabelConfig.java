package io.hypnos.series.relabel;

import java.util.List;

/// One rule as it is written down, with Prometheus' defaults for what is left out.
///
/// @param regex       RE2, matched against the whole source or the whole label name
/// @param modulus     of [RelabelAction#HASHMOD], unsigned
/// @param targetLabel may hold `$1` for [RelabelAction#REPLACE]
/// @param replacement may hold `$1`, `${name}`, `$$`
public record RelabelConfig(RelabelAction action, Source source, String regex, long modulus, String targetLabel,
        String replacement) {

    public static final String DEFAULT_SEPARATOR = ";";
    public static final String DEFAULT_REGEX = "(.*)";
    public static final String DEFAULT_REPLACEMENT = "$1";

    /// What a rule looks at: the values of some labels, joined.
    public record Source(List<String> labels, String separator) {

        public static final Source NONE = new Source(List.of(), DEFAULT_SEPARATOR);

        public Source {
            labels = List.copyOf(labels);
        }

        public static Source of(String... labels) {
            return new Source(List.of(labels), DEFAULT_SEPARATOR);
        }
    }

    /// @throws InvalidRelabelException for fields that do not go with the action
    public RelabelConfig {
        if (action == RelabelAction.HASHMOD && modulus == 0) {
            throw new InvalidRelabelException("relabel configuration for hashmod requires non-zero modulus");
        }
        if (action.needsTarget() && targetLabel.isEmpty()) {
            throw new InvalidRelabelException(
                    "relabel configuration for " + action.text() + " action requires 'target_label' value");
        }
        boolean others = !source.equals(Source.NONE) || !targetLabel.isEmpty() || modulus != 0
                || !replacement.equals(DEFAULT_REPLACEMENT);
        switch (action) {
            case LOWERCASE, UPPERCASE -> refuseReplacement(action, replacement);
            case KEEPEQUAL, DROPEQUAL -> {
                refuseReplacement(action, replacement);
                if (!regex.equals(DEFAULT_REGEX) || modulus != 0 || !source.separator().equals(DEFAULT_SEPARATOR)) {
                    throw new InvalidRelabelException(action.text()
                            + " action requires only 'source_labels' and 'target_label', and no other fields");
                }
            }
            case LABELDROP, LABELKEEP -> {
                if (others) {
                    throw new InvalidRelabelException(
                            action.text() + " action requires only 'regex', and no other fields");
                }
            }
            case LABELMAP -> {
                if (replacement.isEmpty()) {
                    throw new InvalidRelabelException("\"\" is invalid 'replacement' for labelmap action");
                }
            }
            case REPLACE, KEEP, DROP, HASHMOD -> {
            }
        }
    }

    /// A rule that only looks and decides.
    public static RelabelConfig of(RelabelAction action, Source source, String regex) {
        return new RelabelConfig(action, source, regex, 0, "", DEFAULT_REPLACEMENT);
    }

    /// A rule that sets a label.
    public static RelabelConfig replace(Source source, String regex, String targetLabel, String replacement) {
        return new RelabelConfig(RelabelAction.REPLACE, source, regex, 0, targetLabel, replacement);
    }

    public static RelabelConfig hashmod(Source source, long modulus, String targetLabel) {
        return new RelabelConfig(RelabelAction.HASHMOD, source, DEFAULT_REGEX, modulus, targetLabel,
                DEFAULT_REPLACEMENT);
    }

    private static void refuseReplacement(RelabelAction action, String replacement) {
        if (!replacement.equals(DEFAULT_REPLACEMENT)) {
            throw new InvalidRelabelException("'replacement' can not be set for " + action.text() + " action");
        }
    }
}
