package io.hypnos.tsdb.compact;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hypnos.tsdb.block.Ulid;

/// What was found wrong during one merge.
final class Findings {

    private final Set<FindingKind> tolerated;
    private final Map<Key, Finding> seen = new LinkedHashMap<>();

    private record Key(FindingKind kind, Ulid block) {}

    /// Ends a merge. Caught where the merge was begun and made a value there.
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Finding finding;

        RefusedException(Finding finding) {
            super(finding.toString(), null, false, false);
            this.finding = finding;
        }

        Finding finding() {
            return finding;
        }
    }

    Findings(Set<FindingKind> tolerated) {
        this.tolerated = tolerated;
    }

    /// Takes note of something wrong.
    ///
    /// @throws RefusedException unless it is tolerated
    void add(FindingKind kind, Ulid block, String example) {
        if (!tolerated.contains(kind)) {
            throw new RefusedException(new Finding(kind, block, 1, example));
        }
        seen.merge(new Key(kind, block), new Finding(kind, block, 1, example), (known, same) -> known.again());
    }

    List<Finding> list() {
        return List.copyOf(seen.values());
    }
}
