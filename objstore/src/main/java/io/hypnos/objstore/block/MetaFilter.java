package io.hypnos.objstore.block;

import java.io.IOException;

/// Decides for one reason which blocks of a bucket to leave out, or learns something about those that stay. Filters run in the order in which
/// they are given; each sees what the ones before have left. Stateless.
public interface MetaFilter {

    /// @throws IOException when the bucket had to be asked and did not answer
    void apply(CatalogDraft draft) throws IOException;
}
