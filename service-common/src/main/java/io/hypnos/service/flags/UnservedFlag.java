package io.hypnos.service.flags;

/// A flag of Thanos that is known here but has nothing behind it, so that a command line written for Thanos gets a true answer.
///
/// @param name         with its dashes
/// @param defaultValue as Thanos writes it: asking for this changes nothing and is accepted
/// @param kind         what happens when something else is asked for
public record UnservedFlag(String name, String defaultValue, Kind kind) {

    /// How such a flag is answered.
    public enum Kind {
        /// What it asks for is not built; the command line is refused.
        REFUSED,
        /// A switch whose meaning is not built; refused when it is turned away from its default.
        REFUSED_SWITCH,
        /// It tunes something that does not exist here; any value is accepted and a warning logged.
        WITHOUT_EFFECT,
        /// As [#WITHOUT_EFFECT], for a switch.
        SWITCH_WITHOUT_EFFECT
    }

    public static UnservedFlag refused(String name, String defaultValue) {
        return new UnservedFlag(name, defaultValue, Kind.REFUSED);
    }

    /// A switch that is off by default.
    public static UnservedFlag refusedSwitch(String name) {
        return new UnservedFlag(name, "false", Kind.REFUSED_SWITCH);
    }

    public static UnservedFlag withoutEffect(String name) {
        return new UnservedFlag(name, "", Kind.WITHOUT_EFFECT);
    }

    public static UnservedFlag switchWithoutEffect(String name) {
        return new UnservedFlag(name, "", Kind.SWITCH_WITHOUT_EFFECT);
    }

    boolean isSwitch() {
        return kind == Kind.REFUSED_SWITCH || kind == Kind.SWITCH_WITHOUT_EFFECT;
    }

    boolean isRefused() {
        return kind == Kind.REFUSED || kind == Kind.REFUSED_SWITCH;
    }
}
