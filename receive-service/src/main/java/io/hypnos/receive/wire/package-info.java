/// Remote write as bytes: from the body of a request to columns, without an object of protobuf, and back to bytes for other receivers.
///
/// [io.hypnos.receive.wire.RemoteWrite1Decoder] and [io.hypnos.receive.wire.RemoteWrite2Decoder] fill a
/// [io.hypnos.receive.wire.DecodedWrite], which holds the engine's batch. Whatever a sender writes, a decoder ends, allocates no more than a
/// small multiple of the body, and either accepts or says why not.
///
/// May import: series, the write types of tsdb. No generated code.
@NullMarked
package io.hypnos.receive.wire;

import org.jspecify.annotations.NullMarked;
