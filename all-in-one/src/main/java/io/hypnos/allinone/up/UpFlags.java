package io.hypnos.allinone.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.RoleFlags;

/// The flags of `hypnos up`.
@FlagGroup("Installation")
public final class UpFlags {

    @Mixin
    final LogFlags log = new LogFlags();

    @Option(names = "--data", paramLabel = "<dir>", description = "Directory for everything that is kept, the bucket included.")
    Path data = Path.of("data");

    @Option(names = "--reset", description = "Delete what is in the data directory first.")
    boolean reset;

    @Option(names = "--demo", description = "Write demo history once, and live demo tenants all the time.")
    boolean demo = true;

    @Option(names = "--demo-history", paramLabel = "<duration>", description = "How far back the demo's history goes; 0 for none.")
    Duration demoHistory = Duration.ofDays(30);

    @Option(names = "--listen", paramLabel = "<address>", description = "Address of all ports; 0.0.0.0 opens them to other machines.")
    String listen = "127.0.0.1";

    @Option(names = "--port-offset", paramLabel = "<n>", description = "Number to add to every port.")
    int portOffset;

    @Option(names = "--processes", description = "Start every role in a process of its own.")
    boolean processes;

    /// For the tests and for training the JVM's cache: nothing else may depend on which ports these are.
    @Option(names = "--free-ports", hidden = true, description = "Take any free ports.")
    boolean freePorts;

    @Option(names = "--exit-when-ready", hidden = true, description = "Stop as soon as everything is ready.")
    boolean exitWhenReady;

    public static RoleFlags<UpFlags> role() {
        return new RoleFlags<>("up",
                "Runs a whole installation on this machine: three receivers, store gateway, compactor and querier.",
                UpFlags::new, List.of());
    }
}
