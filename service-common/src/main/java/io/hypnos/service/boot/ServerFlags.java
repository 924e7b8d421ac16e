package io.hypnos.service.boot;

import org.jspecify.annotations.Nullable;

import io.hypnos.service.flags.GrpcServerFlags;
import io.hypnos.service.flags.HttpFlags;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.WebFlags;

/// The flags of what every role has.
///
/// @param grpc null for a role without a gRPC port
/// @param web  null for a role whose API is at the root and open to other sites
public record ServerFlags(LogFlags log, HttpFlags http, @Nullable GrpcServerFlags grpc, @Nullable WebFlags web) {}
