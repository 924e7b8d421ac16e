package io.hypnos.allinone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hypnos.compact.CompactRole;
import io.hypnos.query.QueryRole;
import io.hypnos.receive.ReceiveRole;
import io.hypnos.service.boot.Role;
import io.hypnos.store.StoreRole;

/// The roles of this build.
final class Roles {

    /// Roles of Thanos that there are none of here yet.
    static final List<String> NOT_YET = List.of("query-frontend", "sidecar", "rule", "receive-controller", "tools");

    private Roles() {}

    /// All of them by name, in the order in which help lists them.
    static Map<String, Role<?>> all() {
        var roles = new LinkedHashMap<String, Role<?>>();
        for (Role<?> role : List.of(new ReceiveRole(), new QueryRole(), new StoreRole(), new CompactRole())) {
            roles.put(role.name(), role);
        }
        return roles;
    }
}
