package io.hypnos.compact.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.hypnos.objstore.block.BlockDownloader;
import io.hypnos.objstore.block.BlockGroup;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.ConcurrentWork;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.compact.BlockCompactor;
import io.hypnos.tsdb.compact.CompactionOptions;
import io.hypnos.tsdb.compact.CompactionResult;
import io.hypnos.tsdb.compact.Finding;
import io.hypnos.tsdb.compact.FindingKind;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Downloads blocks and merges them into one, in a directory.
final class BlockMerge {

    private static final String SOURCE = "compactor";
    private static final String EXTENSIONS = "extensions";

    private final EngineOptions options;
    private final BlockDownloader downloader;
    private final BlockCompactor compactor;

    BlockMerge(EngineOptions options, BlockDownloader downloader, BlockCompactor compactor) {
        this.options = options;
        this.downloader = downloader;
        this.compactor = compactor;
    }

    /// @return what the merge said, or who could not be opened
    /// @throws io.hypnos.objstore.block.BlockDamagedException   when a block cannot be got whole
    /// @throws io.hypnos.objstore.ObjectNotFoundException when a block is gone
    CompactionResult merge(BlockGroup group, List<BucketBlockMeta> blocks, Path directory) throws IOException {
        ConcurrentWork.forEach(blocks, options.transfers().blocks(),
                block -> downloader.download(block.id(), directory.resolve(block.id().toString())));
        var inputs = new ArrayList<BlockContents>();
        try {
            for (BucketBlockMeta block : blocks) {
                try {
                    inputs.add(BlockContents.open(directory.resolve(block.id().toString())));
                } catch (CorruptBlockException | UnsupportedVersionException e) {
                    return new CompactionResult.Refused(new Finding(FindingKind.UNREADABLE,
                            block.id(), 1, String.valueOf(e.getMessage())));
                }
            }
            return compactor.compact(inputs, directory, options(group, blocks));
        } finally {
            inputs.forEach(BlockContents::close);
        }
    }

    private CompactionOptions options(BlockGroup group, List<BucketBlockMeta> blocks) {
        Set<FindingKind> tolerated = EnumSet.of(FindingKind.DUPLICATE_CHUNKS, FindingKind.SERIES_WITHOUT_CHUNKS);
        if (options.merging().vertical()) {
            tolerated.add(FindingKind.OVERLAPPING_BLOCKS);
        }
        var thanos = new ThanosMeta(group.labels(), group.resolution(), SOURCE, ThanosMeta.Upload.UNKNOWN,
                ThanosMeta.IndexStats.UNKNOWN, commonExtensions(blocks));
        return CompactionOptions.LOCAL.withOverlaps(options.merging().overlaps()).withTolerated(tolerated)
                .withThanos(thanos);
    }

    /// What all blocks say alike in their extensions; nobody knows how to merge the rest.
    private static ObjectNode commonExtensions(List<BucketBlockMeta> blocks) {
        ObjectNode common = JsonNodeFactory.instance.objectNode();
        JsonNode first = blocks.getFirst().thanos().other(EXTENSIONS);
        if (first == null || !first.isObject()) {
            return common;
        }
        ObjectNode extensions = JsonNodeFactory.instance.objectNode();
        for (var extension : first.properties()) {
            boolean everywhere = blocks.stream().allMatch(block -> {
                JsonNode own = block.thanos().other(EXTENSIONS);
                return own != null && extension.getValue().equals(own.get(extension.getKey()));
            });
            if (everywhere) {
                extensions.set(extension.getKey(), extension.getValue());
            }
        }
        if (!extensions.isEmpty()) {
            common.set(EXTENSIONS, extensions);
        }
        return common;
    }
}
