/// gRPC as Thanos speaks it: message sizes, keepalive, TLS with certificates that rotate, and the `snappy` codec.
///
/// [io.hypnos.service.grpc.Channels] makes channels to other services; the server's side is wired in `boot`.
///
/// May import: gRPC, Netty, snappy, `flags` and `metrics` of this module.
@NullMarked
package io.hypnos.service.grpc;

import org.jspecify.annotations.NullMarked;
