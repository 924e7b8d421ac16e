package io.hypnos.query.api;

/// Label names in URL paths. A name that is not plain letters and digits comes as `U__`, then `__` for each underscore and `_HEX_` for each
/// other character, so that it can stand in a path.
final class LabelNames {

    private static final String PREFIX = "U__";

    private LabelNames() {}

    /// The name meant by a path segment. What only looks escaped stands for itself.
    static String decode(String segment) {
        if (!segment.startsWith(PREFIX)) {
            return segment;
        }
        var name = new StringBuilder();
        int i = PREFIX.length();
        while (i < segment.length()) {
            char c = segment.charAt(i);
            if (c != '_') {
                name.append(c);
                i++;
                continue;
            }
            int end = segment.indexOf('_', i + 1);
            if (end < 0) {
                return segment;
            }
            if (end == i + 1) {
                name.append('_');
            } else {
                int codePoint = codePoint(segment.substring(i + 1, end));
                if (codePoint < 0) {
                    return segment;
                }
                name.appendCodePoint(codePoint);
            }
            i = end + 1;
        }
        return name.toString();
    }

    private static int codePoint(String hex) {
        if (hex.length() > 6) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return Character.isValidCodePoint(value) && (value < 0xD800 || value > 0xDFFF) ? value : -1;
    }
}
