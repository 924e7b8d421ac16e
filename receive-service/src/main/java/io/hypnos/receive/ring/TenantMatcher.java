package io.hypnos.receive.ring;

import java.util.List;
import java.util.Set;

import io.hypnos.service.tenancy.TenantId;

/// Which tenants a ring, or a rule of it, is for.
public sealed interface TenantMatcher {

    boolean matches(TenantId tenant);

    /// Every tenant that nothing else is for.
    record Any() implements TenantMatcher {
        @Override
        public boolean matches(TenantId tenant) {
            return true;
        }
    }

    /// The tenants listed.
    record Exact(Set<String> tenants) implements TenantMatcher {
        public Exact {
            tenants = Set.copyOf(tenants);
        }

        @Override
        public boolean matches(TenantId tenant) {
            return tenants.contains(tenant.value());
        }
    }

    /// The tenants that one of the shell patterns fits, see [Glob].
    record Patterns(List<Glob> patterns) implements TenantMatcher {
        public Patterns {
            patterns = List.copyOf(patterns);
        }

        @Override
        public boolean matches(TenantId tenant) {
            return patterns.stream().anyMatch(pattern -> pattern.matches(tenant.value()));
        }
    }

    /// None; what an override without a matcher type means to Thanos.
    record None() implements TenantMatcher {
        @Override
        public boolean matches(TenantId tenant) {
            return false;
        }
    }
}
