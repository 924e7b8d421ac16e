package io.hypnos.receive.ring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hypnos.series.labels.Labels;
import io.hypnos.service.tenancy.TenantId;

/// All rings, in the order of the file: the first that is for a tenant has it.
public record Hashrings(List<Ring> rings) {

    public Hashrings {
        rings = List.copyOf(rings);
    }

    /// The ring of a receiver that has no file.
    public static Hashrings single(String localEndpoint) {
        return new Hashrings(List.of(new Ring("", new TenantMatcher.Any(), Labels.EMPTY, 1,
                new SingleNodeHashring(Endpoint.of(localEndpoint)), ShuffleSharding.NONE)));
    }

    /// Empty for a tenant that no ring is for.
    public Optional<Ring> ringOf(TenantId tenant) {
        for (Ring ring : rings) {
            if (ring.tenants().matches(tenant)) {
                return Optional.of(ring);
            }
        }
        return Optional.empty();
    }

    /// The labels that the file gives a tenant whom it lists by name.
    public Labels externalLabelsOf(TenantId tenant) {
        for (Ring ring : rings) {
            if (ring.tenants() instanceof TenantMatcher.Exact && ring.tenants().matches(tenant)) {
                return ring.externalLabels();
            }
        }
        return Labels.EMPTY;
    }

    /// The addresses of all nodes.
    public Set<String> addresses() {
        var addresses = new LinkedHashSet<String>();
        rings.forEach(ring -> ring.nodes().forEach(node -> addresses.add(node.address())));
        return addresses;
    }

    /// The address under which a node calls itself `local` in the rings; empty when it is in none.
    public Optional<String> addressOf(String local) {
        return rings.stream().flatMap(ring -> ring.nodes().stream()).filter(node -> node.is(local))
                .map(Endpoint::address).findFirst();
    }
}
