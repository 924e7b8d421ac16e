package io.hypnos.query;

import io.hypnos.service.boot.RoleLauncher;

/// The query service as a process of its own.
public final class QueryApplication {

    private QueryApplication() {}

    public static void main(String[] arguments) {
        RoleLauncher.main(new QueryRole(), arguments);
    }
}
