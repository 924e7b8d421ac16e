package io.hypnos.tsdb.head;

/// The parts that make up a head.
///
/// @param shards a power of two of them; slot `s` belongs to `shards[s & shards.length - 1]`
record HeadState(HeadOptions options, MemoryAccount account, SeriesTable table, HeadIndex index, HeadShard[] shards,
        HeadChunkFiles files) {

    HeadShard shard(int slot) {
        return shards[slot & shards.length - 1];
    }
}
