package io.hypnos.service.flags;

/// One flag as it is in force.
///
/// @param name   without its dashes
/// @param text   the value in a flag's words; repeated values are joined by a comma
/// @param origin who set it
/// @param secret whether the text may hold credentials
public record FlagValue(String name, String text, Origin origin, boolean secret) {

    private static final String MASK = "<hidden>";

    /// Who set a flag, the strongest first.
    public enum Origin {
        FLAG, ENVIRONMENT, CONFIGURATION, DEFAULT
    }

    /// The text as it may be shown.
    public String shown() {
        return secret && !text.isEmpty() ? MASK : text;
    }
}
