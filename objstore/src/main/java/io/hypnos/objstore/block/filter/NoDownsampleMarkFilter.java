package io.hypnos.objstore.block.filter;

import java.io.IOException;

import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaFilter;

/// Learns which blocks are not downsampled. Leaves none out.
public record NoDownsampleMarkFilter(MarkReader reader) implements MetaFilter {

    @Override
    public void apply(CatalogDraft draft) throws IOException {
        reader.read(Kind.NO_DOWNSAMPLE, draft);
    }
}
