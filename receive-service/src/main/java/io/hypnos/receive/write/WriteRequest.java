package io.hypnos.receive.write;

import java.util.List;

import io.hypnos.receive.wire.CanonicalKeys;
import io.hypnos.receive.wire.DecodedWrite;
import io.hypnos.receive.wire.ForwardedWrite;
import io.hypnos.receive.wire.ForwardedWrite.TenantPart;
import io.hypnos.service.tenancy.TenantId;

/// A decoded write and what is to be done with it.
///
/// @param write   lent until the outcome is there
/// @param tenants whose series are in it
/// @param replica which copy it is, counted from 1; 0 for a write that was not copied yet
/// @param hops    how many receivers have sent it on as this copy
public record WriteRequest(DecodedWrite write, List<TenantPart> tenants, long replica, int hops) {

    /// From a client.
    public static WriteRequest of(TenantId tenant, CanonicalKeys.Canonical canonical, long replica) {
        return new WriteRequest(canonical.write(),
                TenantGroups.of(tenant, canonical.tenants(), canonical.write().batch().seriesCount()), replica, 0);
    }

    /// From another receiver.
    public static WriteRequest of(ForwardedWrite forwarded, DecodedWrite write, int hops) {
        return new WriteRequest(write, TenantGroups.of(forwarded.tenants()), forwarded.replica(), hops);
    }
}
