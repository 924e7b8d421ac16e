package io.hypnos.objstore.block;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.tsdb.block.Ulid;

/// Reads the marks that a listing has shown, each once as long as it is there: looks at the bucket repeat every few minutes, and marks hardly
/// change. Whoever deletes reads the mark again. Thread-safe.
public final class MarkReader {

    private record Key(Kind kind, Ulid block) {}

    private final BlockMarks marks;
    private final int concurrency;
    private final Map<Key, BlockMark> known = new ConcurrentHashMap<>();

    /// @param concurrency requests at once
    public MarkReader(BlockMarks marks, int concurrency) {
        this.marks = marks;
        this.concurrency = concurrency;
    }

    /// The marks of a kind, which become part of the catalog.
    public Map<Ulid, BlockMark> read(Kind kind, CatalogDraft draft) throws IOException {
        var marked = draft.marked(kind);
        known.keySet().removeIf(key -> key.kind() == kind && !marked.contains(key.block()));
        ConcurrentWork.forEach(marked, concurrency, block -> {
            var key = new Key(kind, block);
            BlockMark before = known.get(key);
            Optional<BlockMark> mark = before == null ? marks.read(kind, block) : Optional.of(before);
            if (mark.isPresent()) {
                known.put(key, mark.get());
                draft.add(mark.get());
            }
        });
        return draft.markMap(kind);
    }
}
