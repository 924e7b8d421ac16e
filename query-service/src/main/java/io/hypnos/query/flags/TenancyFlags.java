package io.hypnos.query.flags;

import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.tenancy.TenantHeader;
import io.hypnos.service.tenancy.TenantId;

/// Whom a query is for.
@FlagGroup("Tenants")
public final class TenancyFlags {

    @Option(names = "--query.tenant-header", paramLabel = "<header>", description = "HTTP header that names the tenant.")
    private String header = TenantHeader.THANOS;

    @Option(names = "--query.default-tenant-id", paramLabel = "<tenant>", description = "Tenant of requests that name none.")
    private String defaultTenant = TenantId.DEFAULT.value();

    @Option(names = "--query.enforce-tenancy", description = "Answer only with data of the request's tenant, in every API.")
    private boolean enforce;

    @Option(names = "--query.tenant-label-name", paramLabel = "<label>", description = "Label that names the tenant of a series.")
    private String label = "tenant_id";

    public TenantHeader header() {
        return new TenantHeader(header, new TenantId(defaultTenant));
    }

    public boolean enforce() {
        return enforce;
    }

    public String label() {
        return label;
    }
}
