package io.hypnos.service.boot;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/// A role that was started.
public final class RunningRole implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningRole.class);

    private final String instance;
    private final ConfigurableApplicationContext context;
    private final Readiness readiness;
    private final CountDownLatch stopped = new CountDownLatch(1);
    @GuardedBy("this")
    private boolean stopping;
    private volatile boolean stoppedWell = true;
    private volatile boolean endedWell = true;

    RunningRole(String instance, ConfigurableApplicationContext context) {
        this.instance = instance;
        this.context = context;
        this.readiness = context.getBean(Readiness.class);
        context.getBean(RoleEnd.class).onEnd(this::end);
    }

    /// The name of this instance, `receive` or `receive-0`.
    public String instance() {
        return instance;
    }

    public int httpPort() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    /// The gRPC port; -1 for a role without one.
    public int grpcPort() {
        GrpcServerLifecycle grpc = grpc();
        return grpc == null ? -1 : grpc.getPort();
    }

    public boolean isReady() {
        return readiness.isReady();
    }

    /// What it waits for when it is not ready.
    public List<String> reasons() {
        return readiness.reasons();
    }

    /// A bean of the role, for whoever runs several roles in one process, and for tests.
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Stops in good order, see [StopSequence]; returns when all is closed and whether all went well. Further calls wait for the first.
    public boolean stop() {
        synchronized (this) {
            if (stopping) {
                awaitStop();
                return stoppedWell && endedWell;
            }
            stopping = true;
        }
        LOG.atInfo().setMessage("stopping").addKeyValue("role", instance).log();
        try {
            stoppedWell = context.getBean(StopSequence.class).run(grpc());
            context.close();
        } finally {
            stopped.countDown();
        }
        LOG.atInfo().setMessage("stopped").addKeyValue("role", instance).log();
        return stoppedWell && endedWell;
    }

    private void end(boolean well) {
        endedWell = well;
        stop();
    }

    /// Returns once the role has stopped.
    public void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private @Nullable GrpcServerLifecycle grpc() {
        Map<String, GrpcServerLifecycle> found = context.getBeansOfType(GrpcServerLifecycle.class);
        return found.isEmpty() ? null : found.values().iterator().next();
    }
}
