package io.hypnos.service.storeapi;

/// The APIs that an endpoint may offer besides Info.
public enum PeerApi {
    STORE, RULES, METRIC_METADATA, TARGETS, EXEMPLARS, QUERY, STATUS
}
