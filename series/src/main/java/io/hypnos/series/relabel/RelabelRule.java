package io.hypnos.series.relabel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.hypnos.series.labels.InvalidRegexException;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.relabel.RelabelConfig.Source;

/// One rule, ready to run. Immutable.
final class RelabelRule {

    private final RelabelAction action;
    private final Source source;
    private final long modulus;
    private final String targetLabel;
    private final Pattern pattern;
    private final RegexTemplate target;
    private final RegexTemplate replacement;

    /// @throws InvalidRegexException for a regex that RE2 does not accept
    RelabelRule(RelabelConfig config) {
        this.action = config.action();
        this.source = config.source();
        this.modulus = config.modulus();
        this.targetLabel = config.targetLabel();
        try {
            this.pattern = Pattern.compile("^(?s:" + config.regex() + ")$");
        } catch (PatternSyntaxException e) {
            throw new InvalidRegexException(String.valueOf(e.getMessage()), e);
        }
        this.target = new RegexTemplate(config.targetLabel(), pattern);
        this.replacement = new RegexTemplate(config.replacement(), pattern);
    }

    /// Changes `labels`; false to drop them.
    boolean apply(LabelsBuilder labels) {
        return switch (action) {
            case KEEP -> pattern.matches(sourceOf(labels));
            case DROP -> !pattern.matches(sourceOf(labels));
            case KEEPEQUAL -> labels.get(targetLabel).equals(sourceOf(labels));
            case DROPEQUAL -> !labels.get(targetLabel).equals(sourceOf(labels));
            case REPLACE -> replace(labels);
            case HASHMOD -> set(labels, Long.toUnsignedString(Long.remainderUnsigned(hash(sourceOf(labels)), modulus)));
            case LOWERCASE -> set(labels, sourceOf(labels).toLowerCase(Locale.ROOT));
            case UPPERCASE -> set(labels, sourceOf(labels).toUpperCase(Locale.ROOT));
            case LABELMAP -> mapNames(labels);
            case LABELDROP -> removeNames(labels, true);
            case LABELKEEP -> removeNames(labels, false);
        };
    }

    private String sourceOf(LabelsBuilder labels) {
        if (source.labels().size() == 1) {
            return labels.get(source.labels().getFirst());
        }
        var joined = new StringBuilder();
        for (int i = 0; i < source.labels().size(); i++) {
            joined.append(i == 0 ? "" : source.separator()).append(labels.get(source.labels().get(i)));
        }
        return joined.toString();
    }

    private boolean set(LabelsBuilder labels, String value) {
        labels.set(targetLabel, value);
        return true;
    }

    private boolean replace(LabelsBuilder labels) {
        Matcher match = pattern.matcher(sourceOf(labels));
        if (match.matches()) {
            String name = target.expand(match);
            if (!name.isEmpty()) {
                labels.set(name, replacement.expand(match));
            }
        }
        return true;
    }

    private boolean mapNames(LabelsBuilder labels) {
        labels.build().forEach((name, value) -> {
            Matcher match = pattern.matcher(name);
            if (match.matches()) {
                String copy = replacement.expand(match);
                if (!copy.isEmpty()) {
                    labels.set(copy, value);
                }
            }
        });
        return true;
    }

    private boolean removeNames(LabelsBuilder labels, boolean matching) {
        labels.build().forEach((name, _) -> {
            if (pattern.matches(name) == matching) {
                labels.remove(name);
            }
        });
        return true;
    }

    /// The last eight bytes of the MD5 sum, big-endian.
    private static long hash(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8))).getLong(8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
