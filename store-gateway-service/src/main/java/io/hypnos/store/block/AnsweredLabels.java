package io.hypnos.store.block;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// How the stored labels of a block become those of the answer: external labels are put in, over stored ones of the same name, and unwanted ones
/// taken out.
///
/// That changes the order of the series. Putting the same label into all of them only affects a series and those of which its labels are the
/// beginning, which come right after it: such a group has to be sorted, and [#beginsGroup] tells where the next one begins. When stored labels
/// go, `{a="1", b="2"}` may have to come after `{a="1", r="3"}` without `r`, however many lie in between: then all series are one group. Replica
/// labels are external as a rule, and no series is held back for long.
final class AnsweredLabels {

    private final Labels added;
    private final List<String> removed;

    /// @param external      the external labels of the block
    /// @param withoutLabels what is not wanted, of both kinds
    /// @param storedNames   the names of all labels that the series of the block have
    AnsweredLabels(Labels external, List<String> withoutLabels, Collection<String> storedNames) {
        this.added = external.without(withoutLabels);
        Set<String> gone = new HashSet<>(withoutLabels);
        added.forEach((name, value) -> gone.add(name));
        gone.retainAll(Set.copyOf(storedNames));
        this.removed = List.copyOf(gone);
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
        if (!removed.isEmpty()) {
            return false;
        }
        byte[] beginning = first.packed();
        int mismatch = Arrays.mismatch(beginning, stored.packed());
        return mismatch >= 0 && mismatch < beginning.length;
    }
}
