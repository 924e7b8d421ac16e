package io.hypnos.service.flags;

import io.hypnos.series.labels.LabelText;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// A label given on the command line: `--label=replica="a"`. The quotes may be missing, since a shell eats them easily.
public record LabelPair(String name, String value) {

    /// @throws IllegalArgumentException for what is no label
    public static LabelPair parse(String text) {
        int cut = text.indexOf('=');
        if (cut < 0) {
            throw new IllegalArgumentException("unrecognized label \"" + text + "\", want name=\"value\"");
        }
        String name = text.substring(0, cut);
        if (!LabelText.isPlainName(name)) {
            throw new IllegalArgumentException("unsupported format for label " + name + " in \"" + text + "\"");
        }
        return new LabelPair(name, unquote(text.substring(cut + 1), text));
    }

    /// The set of the given labels; of two with one name the later wins.
    public static Labels toLabels(Iterable<LabelPair> pairs) {
        var builder = new LabelsBuilder();
        for (LabelPair pair : pairs) {
            builder.set(pair.name(), pair.value());
        }
        return builder.build();
    }

    private static String unquote(String value, String whole) {
        if (!value.startsWith("\"")) {
            return value;
        }
        if (value.length() < 2 || !value.endsWith("\"")) {
            throw new IllegalArgumentException("unquote label value: no closing quote in \"" + whole + "\"");
        }
        var text = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() - 1) {
                c = unescaped(value.charAt(++i));
            }
            text.append(c);
        }
        return text.toString();
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> c;
        };
    }

    @Override
    public String toString() {
        var text = new StringBuilder(name).append('=');
        LabelText.appendQuoted(text, value);
        return text.toString();
    }
}
