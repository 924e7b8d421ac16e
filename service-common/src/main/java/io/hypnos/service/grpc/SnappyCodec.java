package io.hypnos.service.grpc;

import java.io.InputStream;
import java.io.OutputStream;

import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;

/// gRPC's message encoding `snappy` as Thanos defines it: Snappy's *framing* format, not a bare block.
public final class SnappyCodec implements Codec {

    public static final String NAME = "snappy";

    @Override
    public String getMessageEncoding() {
        return NAME;
    }

    @Override
    public InputStream decompress(InputStream compressed) {
        return new SnappyFrameInput(compressed);
    }

    @Override
    public OutputStream compress(OutputStream to) {
        return new SnappyFrameOutput(to);
    }

    /// What can be packed: this, gzip, and nothing.
    public static CompressorRegistry compressors() {
        CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
        registry.register(new SnappyCodec());
        registry.register(new Codec.Gzip());
        registry.register(Codec.Identity.NONE);
        return registry;
    }

    /// What can be unpacked, and is announced to the other side: this, gzip, and nothing.
    public static DecompressorRegistry decompressors() {
        return DecompressorRegistry.getDefaultInstance().with(new SnappyCodec(), true);
    }
}
