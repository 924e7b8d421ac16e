package io.hypnos.store.select;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.StorageException;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.store.block.BlockSeriesSet;
import io.hypnos.tsdb.block.Ulid;

/// The answer of one block as a part of the answer of all: when the block cannot be read on, the rest of it is missing, which is counted, logged
/// and said; or everything fails, where the client wants that.
final class BlockAnswer implements ChunkSeriesSet {

    private static final Logger log = LoggerFactory.getLogger(BlockAnswer.class);

    private final BlockSeriesSet series;
    private final Ulid block;
    private final PartialResponse partialResponse;
    private final SelectMetrics metrics;
    private final List<String> warnings = new ArrayList<>();

    /// @param series closed with this
    BlockAnswer(BlockSeriesSet series, Ulid block, PartialResponse partialResponse, SelectMetrics metrics) {
        this.series = series;
        this.block = block;
        this.partialResponse = partialResponse;
        this.metrics = metrics;
    }

    @Override
    public boolean next() {
        if (!warnings.isEmpty()) {
            return false;
        }
        try {
            return series.next();
        } catch (StoreException e) {
            throw e;
        } catch (StorageException e) {
            warnings.add(warning(block, e, metrics));
            if (partialResponse == PartialResponse.ABORT) {
                throw new StoreException(StoreException.Reason.ABORTED, warnings.getLast(), e);
            }
            return false;
        }
    }

    /// Counts and logs that a block could not be read, and says so in a line for clients.
    static String warning(Ulid block, Exception cause, SelectMetrics metrics) {
        metrics.blockFailed();
        log.atWarn().addKeyValue("block", block).addKeyValue("err", cause.getMessage())
                .log("a block cannot be read; what it has is missing in an answer");
        return "block " + block + " cannot be read: " + cause.getMessage();
    }

    @Override
    public ChunkSeries series() {
        return series.series();
    }

    @Override
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void close() {
        series.close();
    }
}
