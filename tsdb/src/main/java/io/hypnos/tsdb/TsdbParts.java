package io.hypnos.tsdb;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.head.Head;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.wal.DiskReserve;
import io.hypnos.tsdb.wal.Salvage;
import io.hypnos.tsdb.wal.Wal;
import io.hypnos.tsdb.wal.WalReader;

/// An open database: directory, logs, head and blocks, and which of these a reader takes what from.
final class TsdbParts {

    /// Bytes of blocks' indexes that are kept in memory.
    private static final long INDEX_CACHE = 64L << 20;

    private final TsdbOptions options;
    private final TsdbMetrics metrics;
    private final DataDirectory directory;
    private final BlockSet blocks;
    private final Head head;
    private final Wal log;
    private final @Nullable Wal lateLog;
    private final DiskReserve reserve;
    private volatile View view;

    /// What a reader that begins now takes from where.
    ///
    /// @param inOrderFrom in-order samples before are taken from blocks, later ones from the head
    record View(List<Block> blocks, List<UnreadableBlock> unreadable, long inOrderFrom) {}

    private TsdbParts(TsdbOptions options, TsdbMetrics metrics, DataDirectory directory, BlockSet blocks, Head head,
            Wal log, @Nullable Wal lateLog) {
        this.options = options;
        this.metrics = metrics;
        this.directory = directory;
        this.blocks = blocks;
        this.head = head;
        this.log = log;
        this.lateLog = lateLog;
        this.reserve = new DiskReserve(directory.root(), options.wal().diskReserve());
        this.view = new View(blocks.list(), blocks.unreadable(), blocks.headStart());
    }

    /// Opens everything in a directory that is locked already: blocks, then the head from its logs, then the logs for writing.
    static TsdbParts open(DataDirectory directory, TsdbOptions options, TsdbMetrics metrics) throws IOException {
        var steps = options.surroundings().steps();
        var blocks = new BlockSet(directory.root(), new PageCache(INDEX_CACHE), steps);
        blocks.reload();
        Head head = null;
        Wal log = null;
        try {
            head = replay(directory, options, metrics, blocks.headStart());
            log = Wal.open(directory.log(), options.wal(), metrics.log(), steps);
            // Late samples of an earlier window are still to be made into blocks, and their log to be shortened then.
            Wal lateLog = options.head().outOfOrder().window() > 0 || Files.isDirectory(directory.lateLog())
                    ? Wal.open(directory.lateLog(), options.wal(), metrics.lateLog(), steps)
                    : null;
            head.start(log, lateLog);
            return new TsdbParts(options, metrics, directory, blocks, head, log, lateLog);
        } catch (IOException | RuntimeException | Error e) {
            if (log != null) {
                log.close();
            }
            if (head != null) {
                head.close();
            }
            blocks.close();
            throw e;
        }
    }

    private static Head replay(DataDirectory directory, TsdbOptions options, TsdbMetrics metrics, long minValid)
            throws IOException {
        var steps = options.surroundings().steps();
        var salvage = new Salvage(directory.quarantine(), metrics.log(), steps);
        var lateSalvage = new Salvage(directory.quarantine(), metrics.lateLog(), steps);
        Head head;
        try (var reader = WalReader.open(directory.log(), salvage);
                var lateReader = WalReader.open(directory.lateLog(), lateSalvage)) {
            head = Head.open(
                    new Head.Origin(directory.headChunks(), directory.quarantine(), reader, lateReader, minValid),
                    options.head(), metrics.head(), options.surroundings().clock(), steps);
        }
        salvage.repair();
        lateSalvage.repair();
        return head;
    }

    TsdbOptions options() {
        return options;
    }

    TsdbMetrics metrics() {
        return metrics;
    }

    DataDirectory directory() {
        return directory;
    }

    Head head() {
        return head;
    }

    Wal log() {
        return log;
    }

    @Nullable
    Wal lateLog() {
        return lateLog;
    }

    DiskReserve reserve() {
        return reserve;
    }

    View view() {
        return view;
    }

    List<Block> blocks() {
        return view.blocks;
    }

    /// Takes new blocks in, and with the same step tells readers to take in-order samples before `inOrderFrom` from blocks.
    synchronized void publish(List<BlockMeta> written, long inOrderFrom) throws IOException {
        for (BlockMeta meta : written) {
            blocks.add(meta);
        }
        view = new View(blocks.list(), blocks.unreadable(), Math.max(view.inOrderFrom, inOrderFrom));
        options.surroundings().steps().passed(Step.BLOCK_PUBLISHED);
    }

    /// Looks at the directory again.
    synchronized void reload() throws IOException {
        blocks.reload();
        view = new View(blocks.list(), blocks.unreadable(), view.inOrderFrom);
    }

    synchronized void drop(List<Block> unwanted) throws IOException {
        view = new View(without(view.blocks, unwanted), view.unreadable, view.inOrderFrom);
        blocks.delete(unwanted);
    }

    private static List<Block> without(List<Block> all, List<Block> unwanted) {
        var rest = new ArrayList<>(all);
        rest.removeAll(unwanted);
        return List.copyOf(rest);
    }

    /// Bytes of the directory beside the blocks.
    long otherBytes() {
        return log.size() + (lateLog == null ? 0 : lateLog.size()) + head.diskBytes();
    }

    /// What is due every second.
    void tick() throws IOException {
        reserve.refresh();
        log.tick();
        if (lateLog != null) {
            lateLog.tick();
        }
        head.flushChunks();
    }

    void close() throws IOException {
        try (directory; blocks; head) {
            head.stop();
            log.close();
            if (lateLog != null) {
                lateLog.close();
            }
            head.flushChunks();
        }
    }
}
