package io.hypnos.allinone.up;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.demo.DemoRun;
import io.hypnos.allinone.demo.DemoStatus;
import io.hypnos.allinone.demo.live.ScrapeTarget;
import io.hypnos.objstore.filesystem.FilesystemBucket;
import io.hypnos.service.boot.BuildInfo;
import io.hypnos.service.boot.Role;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.log.LogSetup;

/// `hypnos up`: starts an installation, shows it, and stops it when the process is told to end.
public final class UpCommand {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final long FAST_LOOK_MILLIS = 100;
    private static final long LOOK_MILLIS = 1000;
    /// What the start script and this command themselves can be told.
    private static final Set<String> OWN_VARIABLES = Set.of("HYPNOS_JAVA_HOME", "HYPNOS_JDK_FOLDERS", "HYPNOS_DATA",
            "HYPNOS_RESET",
            "HYPNOS_DEMO", "HYPNOS_DEMOHISTORY",
            "HYPNOS_LISTEN", "HYPNOS_PORTOFFSET", "HYPNOS_PROCESSES", "HYPNOS_LOG_LEVEL", "HYPNOS_LOG_FORMAT");

    private final Map<String, Role<?>> roles;
    private final String mainClass;
    private final Display display;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile int exitCode = FAILED;

    /// @param roles     by name
    /// @param mainClass of the program that runs a single role
    /// @param terminal  whether `out` is one
    public UpCommand(Map<String, Role<?>> roles, String mainClass, PrintStream out, boolean terminal) {
        this.roles = Map.copyOf(roles);
        this.mainClass = mainClass;
        display = new Display(out, terminal);
    }

    /// Runs until the process is told to end; returns the exit code.
    ///
    /// @throws FlagException with a line for the operator when nothing was started
    public int run(UpFlags flags, Map<String, String> environment) throws IOException, InterruptedException {
        refuseRoleVariables(environment);
        Installation installation = Installation.on(flags.data, flags.listen,
                flags.freePorts ? Installation.freePorts() : usual -> usual + flags.portOffset);
        try (DataDirectory directory = DataDirectory.take(installation.data(), flags.reset)) {
            PortCheck.check(installation, Program.NAME + " up");
            var files = new InstallationFiles(installation);
            files.write();
            // Log lines would tear the screen, and hide it where it is not a terminal.
            LogSetup.apply(flags.log, installation.log());
            RoleStarter starter = flags.processes
                    ? new ProcessStarter(installation, files, mainClass)
                    : new InProcessStarter(installation, files, roles);
            exitCode = run(flags, installation, new LocalSuite(installation, starter));
            return exitCode;
        } finally {
            stopped.countDown();
        }
    }

    /// Makes [#run] stop everything and return; returns its exit code once it has.
    public int stop() {
        stopRequested.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return exitCode;
    }

    /// A variable that is named after a flag would set it for every role at once.
    private static void refuseRoleVariables(Map<String, String> environment) {
        List<String> settings = environment.keySet().stream()
                .filter(name -> name.startsWith("HYPNOS_") && !OWN_VARIABLES.contains(name)).sorted().toList();
        if (!settings.isEmpty()) {
            throw new FlagException(settings.getFirst()
                    + " is set and would apply to every role of this process; unset it, or start the"
                    + " roles one by one");
        }
    }

    private int run(UpFlags flags, Installation installation, LocalSuite suite) throws InterruptedException {
        boolean well = false;
        try (var probe = new StatusProbe(installation);
                DemoRun demo = flags.demo ? new DemoRun(past(flags, installation)) : null) {
            long start = System.nanoTime();
            display.line("starting "
                    + installation.instances().stream().map(Instance::name).collect(Collectors.joining(", ")));
            suite.start();
            well = awaitReady(suite, probe);
            boolean goOn = well && stopRequested.getCount() > 0;
            if (goOn && demo != null) {
                demo.goLive(installation.remoteWrite(), targets(installation));
            }
            if (goOn) {
                display.line("ready in %.1f s".formatted((System.nanoTime() - start) / 1e9));
            }
            if (goOn && !flags.exitWhenReady) {
                var screen = new Screen(installation, BuildInfo.read().version(), flags.data);
                display.line("look at " + screen.firstGraph());
                display.line("");
                show(screen, suite, probe, demo);
            }
        } catch (RoleStartException e) {
            display.line(String.valueOf(e.getMessage()));
        }
        display.leave();
        display.line("stopping");
        well &= suite.stop();
        display.line(well ? "stopped" : "stopped, not in good order; see " + installation.log());
        return well ? OK : FAILED;
    }

    private static DemoRun.Past past(UpFlags flags, Installation installation) {
        return new DemoRun.Past(() -> FilesystemBucket.open(installation.bucket()),
                installation.data().resolve("demo-scratch"), flags.demoHistory);
    }

    private static List<ScrapeTarget> targets(Installation installation) {
        return installation.instances().stream()
                .map(instance -> ScrapeTarget.of("thanos-" + instance.role(), instance.name(), instance.http()))
                .toList();
    }

    /// Returns true once every role is ready, or the user does not want to wait any longer; false when a role has ended.
    private boolean awaitReady(LocalSuite suite, StatusProbe probe) throws InterruptedException {
        Map<String, Boolean> shown = new TreeMap<>();
        while (true) {
            List<String> ended = suite.ended();
            if (!ended.isEmpty()) {
                display.line(String.join(", ", ended) + " ended by itself");
                return false;
            }
            Map<String, Boolean> ready = probe.readiness();
            ready.forEach((name, isReady) -> {
                if (isReady && shown.put(name, true) == null && !display.isTerminal()) {
                    display.line(name + " is ready");
                }
            });
            if (!ready.containsValue(false) || stopRequested.await(FAST_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
    }

    /// Shows how things are until the process is told to end: all the time on a terminal, else once, and again when something of note has changed.
    private void show(Screen screen, LocalSuite suite, StatusProbe probe, @Nullable DemoRun demo)
            throws InterruptedException {
        String shown = "";
        do {
            for (String name : suite.ended()) {
                display.line(name + " ended by itself; starting it again");
                suite.startAgain(name, why -> display.line(why));
            }
            SuiteStatus status = probe.status();
            DemoStatus demoStatus = demo == null ? null : demo.status();
            String now = status.ready() + " " + (status.blocks() > 0)
                    + (demoStatus == null ? "" : demoStatus.history());
            if (display.isTerminal() || !now.equals(shown)) {
                display.draw(screen.lines(status, demoStatus));
                shown = now;
            }
        } while (!stopRequested.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }
}
