package io.hypnos.allinone.up;

import java.util.Map;

/// How an installation is, as its own pages say.
///
/// @param ready   whether each role is ready, by its instance's name
/// @param blocks  blocks that the store gateway serves; -1 when it does not say
/// @param compact what the compactor has to do; empty when it does not say
record SuiteStatus(Map<String, Boolean> ready, long blocks, String compact) {

    SuiteStatus {
        ready = Map.copyOf(ready);
    }

    boolean allReady() {
        return !ready.isEmpty() && ready.values().stream().allMatch(Boolean::booleanValue);
    }

    boolean isReady(Instance instance) {
        return ready.getOrDefault(instance.name(), false);
    }
}
