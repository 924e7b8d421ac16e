package io.hypnos.objstore.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Metas that were read before. They never change, so each is fetched once: kept in memory, and below a directory (`<ULID>/meta.json`, as
/// Thanos keeps them) for the next start. A file that cannot be read is as good as none, and a directory that cannot be written costs a line in
/// the log.
public final class MetaCache {

    private static final Logger log = LoggerFactory.getLogger(MetaCache.class);

    private final Map<Ulid, BlockMeta> memory = new ConcurrentHashMap<>();
    private final Optional<Path> directory;

    private MetaCache(Optional<Path> directory) {
        this.directory = directory;
    }

    public static MetaCache inMemory() {
        return new MetaCache(Optional.empty());
    }

    /// @param directory created when it is first written to
    public static MetaCache in(Path directory) {
        return new MetaCache(Optional.of(directory));
    }

    Optional<BlockMeta> find(Ulid block) {
        BlockMeta known = memory.get(block);
        if (known != null || directory.isEmpty()) {
            return Optional.ofNullable(known);
        }
        try {
            BlockMeta stored = BlockMeta.read(directory.get().resolve(block.toString()));
            memory.put(block, stored);
            return Optional.of(stored);
        } catch (IOException | CorruptBlockException | UnsupportedVersionException e) {
            return Optional.empty();
        }
    }

    void keep(BlockMeta meta, byte[] json) {
        memory.put(meta.ulid(), meta);
        if (directory.isEmpty()) {
            return;
        }
        Path file = directory.get().resolve(meta.ulid().toString()).resolve(BlockMeta.FILE_NAME);
        Path unfinished = file.resolveSibling(BlockMeta.FILE_NAME + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            Files.write(unfinished, json);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.atWarn().addKeyValue("block", meta.ulid()).addKeyValue("err", e.toString()).log("cannot cache a meta");
        }
    }

    /// Forgets all but the given blocks.
    void retain(Collection<Ulid> blocks) {
        memory.keySet().retainAll(blocks);
        if (directory.isEmpty()) {
            return;
        }
        try (var children = Files.newDirectoryStream(directory.get())) {
            for (Path child : children) {
                Ulid block = Ulid.parseOrNull(String.valueOf(child.getFileName()));
                if (block != null && !blocks.contains(block)) {
                    DurableFiles.deleteRecursively(child);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was kept yet.
        } catch (IOException e) {
            log.atWarn().addKeyValue("err", e.toString()).log("cannot clean the cache of metas");
        }
    }
}
