package io.hypnos.service.boot;

import java.io.PrintStream;
import java.security.Security;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.GrpcServerFlags;
import io.hypnos.service.flags.HostPort;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.log.LogSetup;

/// Runs roles: as the only one of a process ([#main]), or one of several ([#start]).
public final class RoleLauncher {

    /// All went well.
    public static final int OK = 0;
    /// The role could not start, or did not stop in good order.
    public static final int FAILED = 1;
    /// The command line cannot be used.
    public static final int BAD_USAGE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(RoleLauncher.class);

    private RoleLauncher() {}

    /// Runs one role for the life of the process and ends the process. SIGTERM and SIGINT stop the role in good order and give exit code 0.
    public static void main(Role<?> role, String... arguments) {
        int code = run(role, List.of(arguments), System.out, System.err);
        Runtime.getRuntime().exit(code);
    }

    /// As [#main], without ending the process; returns the exit code.
    public static <F> int run(Role<F> role, List<String> arguments, PrintStream out, PrintStream err) {
        Variables variables = Variables.ofEnvironment();
        RunningRole running;
        try {
            switch (role.flags().parse(arguments, FlagProperties.ofProcess(FlagProperties.PREFIX), variables)) {
                case FlagOutcome.Help<F>(String text) -> {
                    out.print(text);
                    return OK;
                }
                case FlagOutcome.Version<F>() -> {
                    out.println("hypnos " + BuildInfo.read().version());
                    return OK;
                }
                case FlagOutcome.Run<F>(ParsedFlags<F> parsed) -> {
                    LogSetup.apply(role.servers(parsed.flags()).log());
                    running = start(role, role.name(), parsed, variables);
                }
            }
        } catch (FlagException e) {
            err.println(role.name() + ": " + e.getMessage());
            return BAD_USAGE;
        } catch (RuntimeException e) {
            err.println(role.name() + ": " + StartFailure.describe(e));
            return FAILED;
        }
        stopWithProcess(running);
        running.awaitStop();
        return running.stop() ? OK : FAILED;
    }

    /// Starts a role in a context of its own. Logging is the caller's affair.
    ///
    /// @param instance a name for messages, since a process may run several of one role
    /// @throws RuntimeException when it cannot start; [#describe] makes a line of it
    public static <F> RunningRole start(Role<F> role, String instance, ParsedFlags<F> parsed, Variables variables) {
        ServerFlags servers = role.servers(parsed.flags());
        parsed.warnings().forEach(warning -> LOG.atWarn().setMessage(warning).addKeyValue("role", instance).log());
        // Resolving peers again is pointless while the JVM answers from its own cache.
        Security.setProperty("networkaddress.cache.ttl", "5");
        // The role comes first, so that what it brings itself takes the place of what every role has.
        var context = new SpringApplicationBuilder(role.configuration(), RoleServers.class)
                .web(WebApplicationType.REACTIVE)
                .bannerMode(Banner.Mode.OFF).logStartupInfo(false).registerShutdownHook(false)
                .initializers(fresh -> prepare((GenericApplicationContext) fresh, role, parsed, servers, variables))
                .run();
        var running = new RunningRole(instance, context);
        context.getBean(Readiness.class).started();
        LOG.atInfo().setMessage("started").addKeyValue("role", instance)
                .addKeyValue("version", BuildInfo.read().version())
                .addKeyValue("http", running.httpPort()).addKeyValue("grpc", running.grpcPort()).log();
        return running;
    }

    /// Why a role could not start, in one line for the operator.
    public static String describe(Throwable failure) {
        return StartFailure.describe(failure);
    }

    private static <F> void prepare(GenericApplicationContext context, Role<F> role, ParsedFlags<F> parsed,
            ServerFlags servers,
            Variables variables) {
        context.getEnvironment().getPropertySources()
                .addFirst(new MapPropertySource("flags", properties(role.name(), servers)));
        var registry = new PrometheusRegistry();
        var readiness = new Readiness();
        BuildInfo build = BuildInfo.read();
        RoleMetrics.register(registry, role.name(), build, readiness);
        @SuppressWarnings("unchecked")
        var flagsType = (Class<F>) parsed.flags().getClass();
        context.registerBean(flagsType, parsed::flags);
        context.registerBean(ParsedFlags.class, () -> parsed);
        context.registerBean(ServerFlags.class, () -> servers);
        context.registerBean(Variables.class, () -> variables);
        context.registerBean(BuildInfo.class, () -> build);
        context.registerBean(PrometheusRegistry.class, () -> registry);
        context.registerBean(Readiness.class, () -> readiness);
        context.registerBean(RoleEnd.class, RoleEnd::new);
    }

    private static Map<String, Object> properties(String role, ServerFlags servers) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("spring.application.name", "hypnos-" + role);
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("server.port", servers.http().address().port());
        putHost(properties, "server.address", servers.http().address());
        properties.put("server.shutdown", "immediate");
        properties.put("server.http2.enabled", false);
        properties.put("server.max-http-request-header-size", "64KB");
        properties.put("server.netty.max-initial-line-length", "64KB");
        properties.put("server.netty.idle-timeout", "10m");
        properties.put("spring.reactor.netty.shutdown-quiet-period", "0s");
        properties.put("server.compression.enabled", true);
        properties.put("server.compression.min-response-size", "2KB");
        properties.put("management.endpoints.web.exposure.include", "health,info");
        properties.put("management.endpoints.access.default", "read-only");
        GrpcServerFlags grpc = servers.grpc();
        properties.put("spring.grpc.server.enabled", grpc != null);
        if (grpc != null) {
            properties.put("spring.grpc.server.port", grpc.address().port());
            putHost(properties, "spring.grpc.server.address", grpc.address());
            // The health service is our own: it follows readiness at once instead of every few seconds.
            properties.put("spring.grpc.server.health.enabled", false);
            properties.put("spring.grpc.server.observation.enabled", false);
            properties.put("spring.grpc.server.reflection.enabled", true);
            properties.put("spring.grpc.server.keepalive.connection.max-age",
                    grpc.maxConnectionAge().toMillis() + "ms");
            properties.put("spring.grpc.server.shutdown.grace-period", grpc.gracePeriod().toMillis() + "ms");
        }
        return properties;
    }

    private static void putHost(Map<String, Object> properties, String name, HostPort address) {
        if (!address.host().isEmpty()) {
            properties.put(name, address.host());
        }
    }

    private static void stopWithProcess(RunningRole running) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            boolean well = running.stop();
            // A JVM that a signal ended would exit with 128 + signal.
            Runtime.getRuntime().halt(well ? OK : FAILED);
        }, "stop"));
    }
}
