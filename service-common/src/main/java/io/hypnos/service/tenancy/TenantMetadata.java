package io.hypnos.service.tenancy;

import io.grpc.Metadata;

/// How a gRPC call names its tenant: the metadata `thanos-tenant`.
public final class TenantMetadata {

    public static final Metadata.Key<String> KEY = Metadata.Key.of("thanos-tenant", Metadata.ASCII_STRING_MARSHALLER);

    private TenantMetadata() {}

    /// The tenant of a call; the default one where the call names none.
    ///
    /// @throws InvalidTenantException for what is no tenant
    public static TenantId of(Metadata headers) {
        String value = headers.get(KEY);
        return value == null || value.isEmpty() ? TenantId.DEFAULT : new TenantId(value);
    }
}
