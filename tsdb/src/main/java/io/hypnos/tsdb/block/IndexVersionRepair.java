package io.hypnos.tsdb.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.DurableFiles;

/// Puts right the blocks of Prometheus 2.1, which wrote the version of the index into the meta: 2 in the meta and 1 in an index that has the layout
/// of version 2. Nothing else ever had a meta of version 2.
public final class IndexVersionRepair {

    private static final int VERSION_AT = 4;
    private static final int WRONG_META_VERSION = 2;

    private IndexVersionRepair() {}

    /// Repairs the block in a directory if it is one of those; false when it is not.
    ///
    /// @throws CorruptBlockException when its meta is no JSON
    public static boolean repair(Path blockDirectory) throws IOException {
        Path metaFile = blockDirectory.resolve(BlockMeta.FILE_NAME);
        ObjectNode meta;
        try {
            var json = JsonMapper.shared().readTree(Files.readAllBytes(metaFile));
            if (json.path("version").asInt(0) != WRONG_META_VERSION) {
                return false;
            }
            meta = (ObjectNode) json;
        } catch (JacksonException e) {
            throw new CorruptBlockException(metaFile.toString(), 0, "JSON", "something else");
        }
        // The index first: were the process to die in between, the meta would still tell that something is to be done.
        Path indexFile = blockDirectory.resolve(BlockFiles.INDEX);
        byte[] index = Files.readAllBytes(indexFile);
        if (index.length <= VERSION_AT) {
            throw new CorruptBlockException(indexFile.toString(), 0, "an index", index.length + " bytes");
        }
        index[VERSION_AT] = 2;
        DurableFiles.write(indexFile, index);
        meta.put("version", 1);
        DurableFiles.write(metaFile, new GoJson().print(meta, false));
        return true;
    }
}
