package io.hypnos.service.tenancy;

import io.hypnos.series.QueryContext;

/// A request's context that knows whom the request is for. What calls other services on behalf of a request passes the tenant on.
public interface TenantContext extends QueryContext {

    TenantId tenant();

    /// The tenant of a request; the default one where nobody said.
    static TenantId tenantOf(QueryContext context) {
        return context instanceof TenantContext known ? known.tenant() : TenantId.DEFAULT;
    }
}
