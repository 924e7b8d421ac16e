package io.hypnos.objstore.ship;

import io.hypnos.objstore.block.BlockUploader;

/// How a [Shipper] works.
///
/// @param source           what metas shall say who made the block, such as `receive`
/// @param uploadCompacted  whether blocks that were compacted locally are uploaded, too
/// @param allowOutOfOrder  whether a block may be uploaded although an older one could not be, or although others in the bucket overlap it
public record ShipperOptions(String source, boolean uploadCompacted, boolean allowOutOfOrder,
        BlockUploader.Options upload) {}
