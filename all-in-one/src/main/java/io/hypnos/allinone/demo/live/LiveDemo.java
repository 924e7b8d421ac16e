package io.hypnos.allinone.demo.live;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.hypnos.allinone.demo.model.DemoFleet;

/// All live writers: the two replicas of `team-a`, of which the second is away for two minutes in every ten; the one of `team-b`; and `system`, which
/// scrapes this installation.
public final class LiveDemo implements AutoCloseable {

    /// The tenant of this installation's own metrics.
    public static final String SYSTEM = "system";

    private final LiveStatistics statistics = new LiveStatistics();
    private final Set<String> tenants = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<AutoCloseable> closeables = new ArrayList<>();

    private LiveDemo() {}

    /// Starts writing.
    ///
    /// @param receivers remote-write endpoints; each writer prefers another one
    /// @param targets   pages of this installation; without any there is no tenant `system`
    public static LiveDemo start(DemoFleet fleet, List<URI> receivers, List<ScrapeTarget> targets) {
        var demo = new LiveDemo();
        demo.add("team-a-a", new FleetSource(fleet, DemoFleet.TEAM_A, "a", false), receivers, 0, DemoFleet.TEAM_A);
        demo.add("team-a-b", new FleetSource(fleet, DemoFleet.TEAM_A, "b", true), receivers, 1, DemoFleet.TEAM_A);
        demo.add("team-b", new FleetSource(fleet, DemoFleet.TEAM_B, "a", false), receivers, 2, DemoFleet.TEAM_B);
        if (!targets.isEmpty()) {
            var scraper = new ScrapeSource(targets);
            demo.closeables.add(scraper);
            demo.add("system", scraper, receivers, 0, SYSTEM);
        }
        demo.threads.forEach(Thread::start);
        return demo;
    }

    private void add(String name, SampleSource source, List<URI> receivers, int first, String tenant) {
        tenants.add(tenant);
        var client = new RemoteWriteClient(receivers, first, tenant);
        closeables.add(client);
        var writer = new LiveWriter(name, source, client, statistics);
        threads.add(Thread.ofVirtual().name("demo-" + name).unstarted(writer::run));
    }

    /// Number of tenants that are written.
    public int tenants() {
        return tenants.size();
    }

    public LiveStatistics statistics() {
        return statistics;
    }

    /// Stops writing; what could not be sent yet is given up.
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            for (AutoCloseable closeable : closeables) {
                closeable.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("the demo's writers did not close", e);
        }
    }
}
