package io.hypnos.service.flags;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A command line that was understood.
///
/// @param flags    the role's flags, set
/// @param values   all of them for the eye, ascending by name, with secrets still in them
/// @param warnings remarks for the log: flags without effect, environment variables that bind to nothing
public record ParsedFlags<F>(F flags, List<FlagValue> values, List<String> warnings) {

    public ParsedFlags {
        values = List.copyOf(values);
        warnings = List.copyOf(warnings);
    }

    /// Name and text of every flag, secrets masked: the answer of `/api/v1/status/flags`.
    public Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        values.forEach(value -> shown.put(value.name(), value.shown()));
        return shown;
    }
}
