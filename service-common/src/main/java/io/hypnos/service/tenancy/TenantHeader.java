package io.hypnos.service.tenancy;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// How an HTTP request names its tenant: in one header, else it is the default tenant. A header that is configured replaces `THANOS-TENANT`;
/// the old name is not tried in secret, since a proxy that overwrites the configured one would not know of it.
///
/// @param name          of the header
/// @param defaultTenant of requests without it
public record TenantHeader(String name, TenantId defaultTenant) {

    /// The header that Thanos uses.
    public static final String THANOS = "THANOS-TENANT";

    /// `THANOS-TENANT`, and the default tenant.
    public static final TenantHeader DEFAULT = new TenantHeader(THANOS, TenantId.DEFAULT);

    /// @param header gives the value of a header, null for one that is absent
    /// @throws InvalidTenantException for what is no tenant
    public TenantId resolve(Function<String, @Nullable String> header) {
        String value = header.apply(name);
        return value == null || value.isEmpty() ? defaultTenant : new TenantId(value);
    }
}
