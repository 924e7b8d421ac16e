package io.hypnos.objstore.block.filter;

import java.util.List;

import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.series.labels.Labels;

/// Takes the labels that tell replicas apart from every block, so that replicas become one stream. A block that has no others gets
/// `<first replica label>="deduped"`, since no block may be without labels. Leaves none out.
///
/// @param labels the names, the first of which names what is left when nothing is
public record ReplicaLabelFilter(List<String> labels) implements MetaFilter {

    private static final String DEDUPLICATED = "deduped";

    public ReplicaLabelFilter {
        labels = List.copyOf(labels);
    }

    @Override
    public void apply(CatalogDraft draft) {
        if (labels.isEmpty()) {
            return;
        }
        for (BucketBlockMeta block : draft.blocks()) {
            Labels own = block.labels();
            Labels shared = own.without(labels);
            int removed = own.size() - shared.size();
            draft.relabel(block.withLabels(shared.isEmpty() ? Labels.of(labels.getFirst(), DEDUPLICATED) : shared),
                    removed);
        }
    }
}
