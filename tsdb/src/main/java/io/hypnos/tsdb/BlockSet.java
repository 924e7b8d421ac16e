package io.hypnos.tsdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.StorageException;
import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockFiles;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;

/// The open blocks of a directory. For one thread at a time, but for what [#list()] has given out.
///
/// A block that cannot be opened is logged, counted and left where it is: the others are served, and it is looked at again with every reload.
final class BlockSet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BlockSet.class);

    private final Path directory;
    private final PageCache cache;
    private final StepListener steps;
    private List<Block> blocks = List.of();
    private List<UnreadableBlock> unreadable = List.of();

    BlockSet(Path directory, PageCache cache, StepListener steps) {
        this.directory = directory;
        this.cache = cache;
        this.steps = steps;
    }

    /// The blocks in ascending order of their times; a list that does not change any more.
    List<Block> list() {
        return blocks;
    }

    /// The blocks of the directory that are left out; a list that does not change any more.
    List<UnreadableBlock> unreadable() {
        return unreadable;
    }

    /// Opens what is new in the directory, closes what has gone, and deletes what other blocks have replaced.
    void reload() throws IOException {
        var next = new ArrayList<Block>();
        var bad = new ArrayList<UnreadableBlock>();
        List<Path> present = BlockFiles.list(directory);
        for (Path path : present) {
            Block open = openAlready(path);
            if (open != null) {
                next.add(open);
                continue;
            }
            try {
                next.add(Block.open(path, cache));
            } catch (IOException | StorageException e) {
                UnreadableBlock block = UnreadableBlock.of(path);
                bad.add(block);
                if (!unreadable.contains(block)) {
                    log.atError().setMessage("Block cannot be opened and is left out").addKeyValue("block", path)
                            .setCause(e).log();
                }
            }
        }
        unreadable = List.copyOf(bad);
        List<Block> gone = new ArrayList<>(blocks);
        gone.removeAll(next);
        replace(next);
        gone.forEach(Block::close);
        delete(replaced(next));
    }

    private @Nullable Block openAlready(Path path) {
        for (Block block : blocks) {
            if (block.directory().equals(path)) {
                return block;
            }
        }
        return null;
    }

    private static List<Block> replaced(List<Block> of) {
        var parents = new HashSet<Ulid>();
        for (Block block : of) {
            for (BlockLineage.Parent parent : block.meta().lineage().parents()) {
                parents.add(parent.ulid());
            }
        }
        var replaced = new ArrayList<Block>();
        for (Block block : of) {
            if (parents.contains(block.meta().ulid()) || block.meta().lineage().deletable()) {
                replaced.add(block);
            }
        }
        return replaced;
    }

    private void replace(List<Block> next) {
        next.sort(Comparator.comparingLong((Block block) -> block.meta().minTime())
                .thenComparing(block -> block.meta().ulid()));
        blocks = List.copyOf(next);
    }

    /// Opens a block that was just written.
    void add(BlockMeta meta) throws IOException {
        var next = new ArrayList<>(blocks);
        next.add(Block.open(directory.resolve(meta.ulid().toString()), cache));
        replace(next);
    }

    /// Takes blocks out and deletes them; readers that have them come to their end first.
    void delete(List<Block> dropped) throws IOException {
        if (dropped.isEmpty()) {
            return;
        }
        var next = new ArrayList<>(blocks);
        next.removeAll(dropped);
        replace(next);
        for (Block block : dropped) {
            block.close();
            BlockFiles.delete(block.directory());
            steps.passed(Step.BLOCK_DROPPED);
            log.atInfo().setMessage("Block deleted").addKeyValue("block", block.meta().ulid()).log();
        }
    }

    /// The time from which on the head is responsible: the end of the newest block of its own.
    long headStart() {
        long start = Long.MIN_VALUE;
        for (Block block : blocks) {
            if (block.meta().lineage().hints().isEmpty()) {
                start = Math.max(start, block.meta().maxTime());
            }
        }
        return start;
    }

    long size() {
        long size = 0;
        for (Block block : blocks) {
            size += block.size();
        }
        return size;
    }

    @Override
    public void close() {
        blocks.forEach(Block::close);
        blocks = List.of();
    }
}
