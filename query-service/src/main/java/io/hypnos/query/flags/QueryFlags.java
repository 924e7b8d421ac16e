package io.hypnos.query.flags;

import static io.hypnos.service.flags.UnservedFlag.refused;
import static io.hypnos.service.flags.UnservedFlag.refusedSwitch;
import static io.hypnos.service.flags.UnservedFlag.switchWithoutEffect;
import static io.hypnos.service.flags.UnservedFlag.withoutEffect;

import java.util.List;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.GrpcClientFlags;
import io.hypnos.service.flags.GrpcServerFlags;
import io.hypnos.service.flags.HttpFlags;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.SelectorFlags;
import io.hypnos.service.flags.StoreLimitFlags;
import io.hypnos.service.flags.UnservedFlag;
import io.hypnos.service.flags.WebFlags;

/// The command line of the query role.
public final class QueryFlags {

    @Mixin
    private LogFlags log = new LogFlags();
    @Mixin
    private HttpFlags http = new HttpFlags();
    @Mixin
    private GrpcServerFlags grpc = new GrpcServerFlags();
    @Mixin
    private GrpcClientFlags grpcClient = new GrpcClientFlags();
    @Mixin
    private WebFlags web = new WebFlags();
    @Mixin
    private EndpointFlags endpoints = new EndpointFlags();
    @Mixin
    private EngineFlags engine = new EngineFlags();
    @Mixin
    private AnswerFlags answer = new AnswerFlags();
    @Mixin
    private TenancyFlags tenancy = new TenancyFlags();
    @Mixin
    private SelectorFlags selector = new SelectorFlags();
    @Mixin
    private StoreLimitFlags limits = new StoreLimitFlags();

    @Option(names = "--alert.query-url", paramLabel = "<url>", description = "URL of this querier as users reach it, for links.")
    private String externalUrl = "";

    public static RoleFlags<QueryFlags> role() {
        return new RoleFlags<>("query", "Answers PromQL over every store that can be reached.", QueryFlags::new,
                UNSERVED);
    }

    private static final List<UnservedFlag> UNSERVED = List.of(refused("--query.mode", "local"),
            refused("--query.partition-label", ""),
            refused("--query.tenant-certificate-field", ""), refused("--query.active-query-path", ""),
            refusedSwitch("--query.distributed-with-overlapping-interval"),
            switchWithoutEffect("--query.disable-fallback"),
            withoutEffect("--query.max-concurrent-select"), withoutEffect("--query.conn-metric.label"),
            withoutEffect("--grpc.proxy-strategy"),
            withoutEffect("--store.sd-dns-resolver"),
            withoutEffect("--query.telemetry.request-duration-seconds-quantiles"),
            withoutEffect("--query.telemetry.request-samples-quantiles"),
            withoutEffect("--query.telemetry.request-series-seconds-quantiles"),
            switchWithoutEffect("--rule.partial-response"), switchWithoutEffect("--target.partial-response"),
            switchWithoutEffect("--metric-metadata.partial-response"),
            switchWithoutEffect("--exemplar.partial-response"),
            switchWithoutEffect("--status.partial-response"), withoutEffect("--lazy-retrieval-max-buffered-responses"),
            withoutEffect("--grpc-server-tls-curves"));

    public LogFlags log() {
        return log;
    }

    public HttpFlags http() {
        return http;
    }

    public GrpcServerFlags grpc() {
        return grpc;
    }

    public GrpcClientFlags grpcClient() {
        return grpcClient;
    }

    public WebFlags web() {
        return web;
    }

    public EndpointFlags endpoints() {
        return endpoints;
    }

    public EngineFlags engine() {
        return engine;
    }

    public AnswerFlags answer() {
        return answer;
    }

    public TenancyFlags tenancy() {
        return tenancy;
    }

    public SelectorFlags selector() {
        return selector;
    }

    public StoreLimitFlags limits() {
        return limits;
    }

    public String externalUrl() {
        return externalUrl;
    }
}
