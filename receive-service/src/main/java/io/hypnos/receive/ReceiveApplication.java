package io.hypnos.receive;

import io.hypnos.service.boot.RoleLauncher;

/// The receive role as a process of its own.
public final class ReceiveApplication {

    private ReceiveApplication() {}

    public static void main(String[] arguments) {
        RoleLauncher.main(new ReceiveRole(), arguments);
    }
}
