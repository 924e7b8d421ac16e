package io.hypnos.store.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// How the stored labels of a block become those of the answer: external labels are put in, over stored ones of the same name, and unwanted ones
/// taken out.
///
/// That changes the order of the series, but not much. With the stored labels in order,
///
/// - taking out labels of which `r` is the least can only change the order of series that are equal in all labels before `r`;
/// - putting the same label into all of them can only change the order of a series and those of which its labels are the beginning.
///
/// So the series fall into groups that follow one another, and it is enough to sort each group. [#beginsGroup] tells where one begins.
final class AnsweredLabels {

    private final Labels added;
    private final List<String> removed;
    private final byte @Nullable [] leastRemoved;

    /// @param external      the external labels of the block
    /// @param withoutLabels what is not wanted, of both kinds
    /// @param storedNames   the names of all labels that the series of the block have
    AnsweredLabels(Labels external, List<String> withoutLabels, Collection<String> storedNames) {
        this.added = external.without(withoutLabels);
        Set<String> gone = new HashSet<>(withoutLabels);
        added.forEach((name, value) -> gone.add(name));
        gone.retainAll(Set.copyOf(storedNames));
        this.removed = List.copyOf(gone);
        this.leastRemoved = removed.stream().map(name -> name.getBytes(UTF_8)).min(Arrays::compareUnsigned)
                .orElse(null);
    }

    /// Whether series come in the same order as they are stored.
    boolean keepOrder() {
        return added.isEmpty() && removed.isEmpty();
    }

    /// The labels of the answer.
    Labels of(Labels stored) {
        if (keepOrder()) {
            return stored;
        }
        var builder = new LabelsBuilder(stored);
        for (String name : removed) {
            builder.remove(name);
        }
        added.forEach(builder::set);
        return builder.build();
    }

    /// Whether a series comes after all of a group in the answer, too.
    ///
    /// @param first  stored labels of the first series of the group
    /// @param stored stored labels of a series that comes after it, and is not less
    boolean beginsGroup(Labels first, Labels stored) {
        byte[] a = first.packed();
        byte[] b = stored.packed();
        LabelCursor left = first.cursor();
        LabelCursor right = stored.cursor();
        while (left.next()) {
            if (!right.next()) {
                return true;
            }
            int order = Arrays.compareUnsigned(a, left.nameOffset(), left.nameOffset() + left.nameLength(), b,
                    right.nameOffset(), right.nameOffset() + right.nameLength());
            if (order != 0 || !Arrays.equals(a, left.valueOffset(), left.valueOffset() + left.valueLength(), b,
                    right.valueOffset(), right.valueOffset() + right.valueLength())) {
                return leastRemoved == null || (order <= 0 ? left : right).compareName(leastRemoved) < 0;
            }
        }
        return false;
    }
}
