package io.hypnos.objstore.block.filter;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.objstore.block.MetaState;

/// Leaves out blocks that were marked for deletion some while ago; until then they stay in use, so that readers can move over to their
/// successors.
public record DeletionMarkFilter(MarkReader reader, Duration delay, Clock clock) implements MetaFilter {

    @Override
    public void apply(CatalogDraft draft) throws IOException {
        Instant now = clock.instant();
        reader.read(Kind.DELETION, draft).forEach((block, mark) -> {
            if (Duration.between(mark.time(), now).compareTo(delay) > 0) {
                draft.hide(block, MetaState.MARKED_FOR_DELETION);
            }
        });
    }
}
