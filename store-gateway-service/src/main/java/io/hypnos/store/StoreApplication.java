package io.hypnos.store;

import io.hypnos.service.boot.RoleLauncher;

/// Runs the store gateway as a process of its own.
public final class StoreApplication {

    private StoreApplication() {}

    public static void main(String... arguments) {
        RoleLauncher.main(new StoreRole(), arguments);
    }
}
