package io.hypnos.service.flags;

/// The TLS versions that may be the oldest one allowed. Older ones are broken and refused by the JDK.
public enum TlsVersion {
    V1_2("1.2"), V1_3("1.3");

    private final String text;

    TlsVersion(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException for any other version
    public static TlsVersion parse(String text) {
        return switch (text) {
            case "1.2" -> V1_2;
            case "1.3", "" -> V1_3;
            default -> throw new IllegalArgumentException("TLS version \"" + text + "\" is not one of 1.2, 1.3");
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
