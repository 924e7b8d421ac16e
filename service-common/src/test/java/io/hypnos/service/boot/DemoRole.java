package io.hypnos.service.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.series.Annotations;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.GrpcServerFlags;
import io.hypnos.service.flags.HttpFlags;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.flags.WebFlags;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.ErrorType;
import io.hypnos.service.web.JsonValue;

/// A role that shows what it is asked, for tests of what every role has.
public final class DemoRole implements Role<DemoRole.Flags> {

    static final class Flags {
        @Mixin
        LogFlags log = new LogFlags();
        @Mixin
        HttpFlags http = new HttpFlags();
        @Mixin
        GrpcServerFlags grpc = new GrpcServerFlags();
        @Mixin
        WebFlags web = new WebFlags();
        @Option(names = "--demo.fail", description = "Fail to start.")
        boolean fail;
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        Recorder recorder(Flags flags, Readiness readiness) {
            if (flags.fail) {
                throw new StartException("the demo was told to fail; leave out --demo.fail");
            }
            return new Recorder(readiness.require("demo", "waiting for the test"));
        }

        @Bean
        StopHook stopHook(Recorder recorder) {
            return () -> {
                recorder.stopHookSeen.countDown();
                recorder.stopHookMayEnd.await();
            };
        }

        @Bean
        ApiRoutes demoRoutes(Recorder recorder) {
            return ApiRoutes.builder().getOrPost("echo", "/api/v1/echo", Beans::echo)
                    .get("label_values", "/api/v1/label/{name}/values",
                            r -> ApiResponse.data(JsonValue.of(List.of(r.pathVariable("name")))))
                    .get("time", "/api/v1/time",
                            r -> ApiResponse.data(JsonValue.of(r.parameters().requiredTime("time"))))
                    .get("big", "/api/v1/big", Beans::big).get("late", "/api/v1/late", Beans::failsLate)
                    .get("partial", "/api/v1/partial", Beans::partial)
                    .get("error", "/api/v1/error", r -> {
                        throw new ApiException(ErrorType.valueOf(r.form().first("type")), "told to");
                    }).get("crash", "/api/v1/crash", r -> {
                        throw new IllegalStateException("secret detail");
                    }).get("block", "/api/v1/block", recorder::block).build();
        }

        private static ApiResponse echo(ApiRequest request) {
            return ApiResponse.data(
                    JsonValue.of(Map.of("query", request.form().first("query"), "match", request.form().all("match[]"),
                            "thread", Thread.currentThread().isVirtual())));
        }

        private static ApiResponse big(ApiRequest request) {
            int lines = request.parameters().number("lines", 0);
            return new ApiResponse(200, "text/plain", Map.of(), out -> {
                for (int i = 0; i < lines; i++) {
                    out.write("0123456789abcde\n".getBytes(UTF_8));
                }
            });
        }

        private static ApiResponse failsLate(ApiRequest request) {
            int bytes = request.parameters().number("bytes", 0);
            return ApiResponse.data(out -> {
                out.write(new byte[bytes]);
                throw new IOException("the data ended");
            });
        }

        private static ApiResponse partial(ApiRequest request) {
            var annotations = new Annotations();
            request.form().all("warn").forEach(annotations::warn);
            return ApiResponse.data(JsonValue.of(List.of()), annotations);
        }
    }

    /// What tests look at and hold up.
    static final class Recorder {
        final Readiness.Condition condition;
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch abandoned = new CountDownLatch(1);
        final CountDownLatch stopHookSeen = new CountDownLatch(1);
        final CountDownLatch stopHookMayEnd = new CountDownLatch(1);

        Recorder(Readiness.Condition condition) {
            this.condition = condition;
        }

        ApiResponse block(ApiRequest request) throws InterruptedException {
            request.onAbandoned(abandoned::countDown);
            blocked.countDown();
            release.await();
            return ApiResponse.text(200, "released");
        }
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public RoleFlags<Flags> flags() {
        return new RoleFlags<>("demo", "A role for tests.", Flags::new, List.of());
    }

    @Override
    public ServerFlags servers(Flags flags) {
        return new ServerFlags(flags.log, flags.http, flags.grpc, flags.web);
    }

    @Override
    public Class<?> configuration() {
        return Beans.class;
    }

    static RunningRole start(String... arguments) {
        var all = new java.util.ArrayList<>(List.of("--http-address=127.0.0.1:0", "--grpc-address=127.0.0.1:0"));
        all.addAll(List.of(arguments));
        var role = new DemoRole();
        var outcome = role.flags().parse(all, FlagProperties.none(), new Variables(Map.of()));
        ParsedFlags<Flags> parsed = ((FlagOutcome.Run<Flags>) outcome).parsed();
        return RoleLauncher.start(role, "demo-0", parsed, new Variables(Map.of()));
    }
}
