package io.hypnos.objstore.block.filter;

import java.io.IOException;

import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaFilter;

/// Learns which blocks take no part in compaction. Leaves none out.
public record NoCompactMarkFilter(MarkReader reader) implements MetaFilter {

    @Override
    public void apply(CatalogDraft draft) throws IOException {
        reader.read(Kind.NO_COMPACT, draft);
    }
}
