package io.hypnos.compact;

import io.hypnos.service.boot.RoleLauncher;

/// Runs the compactor as a process of its own.
public final class CompactApplication {

    private CompactApplication() {}

    public static void main(String... arguments) {
        RoleLauncher.main(new CompactRole(), arguments);
    }
}
