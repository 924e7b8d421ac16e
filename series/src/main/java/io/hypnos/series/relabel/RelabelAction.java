package io.hypnos.series.relabel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a rule does.
public enum RelabelAction {
    /// Sets the target label to the replacement if the regex matches the source.
    REPLACE,
    /// Drops the label set unless the regex matches the source.
    KEEP,
    /// Drops the label set if the regex matches the source.
    DROP,
    /// Drops the label set unless the source equals the target label.
    KEEPEQUAL,
    /// Drops the label set if the source equals the target label.
    DROPEQUAL,
    /// Sets the target label to the source's hash modulo a number.
    HASHMOD,
    /// Copies every label whose name the regex matches to the name that the replacement makes of it.
    LABELMAP,
    /// Removes the labels whose names the regex matches.
    LABELDROP,
    /// Removes the labels whose names the regex does not match.
    LABELKEEP,
    /// Sets the target label to the source in lower case.
    LOWERCASE,
    /// Sets the target label to the source in upper case.
    UPPERCASE;

    /// As configurations write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The action that `text` names in any case.
    public static Optional<RelabelAction> of(String text) {
        return Arrays.stream(values()).filter(action -> action.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    boolean needsTarget() {
        return switch (this) {
            case REPLACE, HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> true;
            case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
        };
    }
}
