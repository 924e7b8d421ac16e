package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// An immutable label set: unique names in ascending byte order, each with a non-empty value.
///
/// Held as one array without a Java object per label:
///
///     { name length uvarint · name UTF-8 · value length uvarint · value UTF-8 }*
///
/// so equality and hash are plain array operations and most comparisons end at the first differing byte. Texts are bytes throughout; what is
/// not valid UTF-8 is kept as it is and only turned into replacement characters where a [String] is asked for.
///
/// The order is the field's: pair by pair, name then value, as unsigned bytes; of two sets of which one is a prefix of the other, the shorter
/// is smaller.
public final class Labels implements Comparable<Labels> {

    /// The label that holds a metric's name.
    public static final String METRIC_NAME = "__name__";

    /// The [#codeAgainst(Labels)] of a set that is equal to the base.
    public static final long SAME_CODE = 0;

    /// The [#codeAgainst(Labels)] of a set that is less than the base.
    public static final long LESS_CODE = -1;

    public static final Labels EMPTY = new Labels(new byte[0], 0);

    private final byte[] packed;
    private final int size;
    private int hash;

    Labels(byte[] packed, int size) {
        this.packed = packed;
        this.size = size;
    }

    /// The set of the given names and values, alternating, in any order. Labels with an empty value are left out.
    ///
    /// @throws IllegalArgumentException for a duplicate or empty name
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + Arrays.toString(namesAndValues));
        }
        var builder = new LabelsBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (builder.has(namesAndValues[i])) {
                throw new IllegalArgumentException("duplicate label " + namesAndValues[i]);
            }
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Labels of(Map<String, String> labels) {
        var builder = new LabelsBuilder();
        labels.forEach(builder::set);
        return builder.build();
    }

    /// The set in the packed form of the class comment; takes ownership of the array, which must be well-formed and sorted.
    public static Labels ofPacked(byte[] packed, int size) {
        return size == 0 ? EMPTY : new Labels(packed, size);
    }

    /// The packed form of the class comment. Lent: do not write.
    public byte[] packed() {
        return packed;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// A walk over the labels without creating strings.
    public LabelCursor cursor() {
        return new LabelCursor(packed);
    }

    /// The value of a label; empty when there is none, which means the same everywhere in the field.
    public String get(String name) {
        byte[] wanted = name.getBytes(UTF_8);
        var cursor = new LabelCursor(packed);
        while (cursor.next()) {
            int order = cursor.compareName(wanted);
            if (order == 0) {
                return cursor.value();
            }
            if (order > 0) {
                break;
            }
        }
        return "";
    }

    public boolean has(String name) {
        return !get(name).isEmpty();
    }

    public String metricName() {
        return get(METRIC_NAME);
    }

    public void forEach(BiConsumer<String, String> consumer) {
        var cursor = new LabelCursor(packed);
        while (cursor.next()) {
            consumer.accept(cursor.name(), cursor.value());
        }
    }

    public Map<String, String> toMap() {
        var map = LinkedHashMap.<String, String>newLinkedHashMap(size);
        forEach(map::put);
        return map;
    }

    public LabelsBuilder toBuilder() {
        return new LabelsBuilder(this);
    }

    /// This set without the named labels.
    public Labels without(Collection<String> names) {
        if (names.isEmpty() || isEmpty()) {
            return this;
        }
        var builder = new LabelsBuilder(this);
        boolean changed = false;
        for (String name : names) {
            changed |= builder.remove(name);
        }
        return changed ? builder.build() : this;
    }

    /// Only the named labels of this set.
    public Labels only(Collection<String> names) {
        var builder = new LabelsBuilder();
        for (String name : names) {
            builder.set(name, get(name));
        }
        return builder.build();
    }

    public Labels with(String name, String value) {
        return new LabelsBuilder(this).set(name, value).build();
    }

    /// This set and `other`, whose values win.
    public Labels mergedWith(Labels other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        byte[] merged = new byte[packed.length + other.packed.length];
        int length = 0;
        int count = 0;
        var mine = new LabelCursor(packed);
        var theirs = new LabelCursor(other.packed);
        boolean left = mine.next();
        boolean right = theirs.next();
        while (left || right) {
            int order = left && right ? mine.compareName(theirs) : left ? -1 : 1;
            length = (order < 0 ? mine : theirs).copyTo(merged, length);
            count++;
            left = order <= 0 ? mine.next() : left;
            right = order >= 0 ? theirs.next() : right;
        }
        return new Labels(length == merged.length ? merged : Arrays.copyOf(merged, length), count);
    }

    /// A number that says where this set first differs from `base`, and how: of two sets that are both greater than one base, the one with
    /// the smaller code, as an unsigned number, is less; sets with the same code must be compared.
    public long codeAgainst(Labels base) {
        return LabelCursor.code(base.packed, packed);
    }

    @Override
    public int compareTo(Labels other) {
        return LabelCursor.compare(packed, other.packed);
    }

    @Override
    public boolean equals(Object o) {
        return this == o || o instanceof Labels other && Arrays.equals(packed, other.packed);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(packed);
            hash = h;
        }
        return h;
    }

    /// As PromQL writes it, `{name="value", …}`, with the metric's name among the labels.
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((name, value) -> {
            if (text.length() > 1) {
                text.append(", ");
            }
            LabelText.appendName(text, name);
            text.append('=');
            LabelText.appendQuoted(text, value);
        });
        return text.append('}').toString();
    }
}
