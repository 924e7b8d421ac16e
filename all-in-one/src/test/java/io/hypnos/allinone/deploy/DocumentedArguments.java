package io.hypnos.allinone.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.kubernetes.client.openapi.models.V1Container;

/// Every command line that this repository writes down, and those that articles about Thanos have taught people to write.
public final class DocumentedArguments {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s'\"]+)");
    private static final Pattern COMMAND = Pattern
            .compile("^\\s*(?:\\$ )?(?:\\./)?hypnos (up|demo|receive|query|store|compact)\\b(.*)$");
    private static final String BUCKET = "type: FILESYSTEM\nconfig: {directory: /bucket}\n";

    private DocumentedArguments() {}

    /// Those of docker-compose.yml, argument files in their place.
    public static List<ArgumentList> compose() {
        var lists = new ArrayList<ArgumentList>();
        new ComposeFile().roles().forEach((name, service) -> {
            List<String> arguments = ComposeFile.arguments(service);
            lists.add(new ArgumentList("compose " + name, arguments.getFirst(), arguments.subList(1, arguments.size()),
                    ComposeFile.environment(service)));
        });
        return lists;
    }

    /// Those of the manifests.
    public static List<ArgumentList> kubernetes() {
        var lists = new ArrayList<ArgumentList>();
        try {
            for (KubernetesManifestsTest.Workload workload : KubernetesManifestsTest.hypnosWorkloads()) {
                for (V1Container container : workload.template().getSpec().getContainers()) {
                    List<String> arguments = container.getArgs();
                    lists.add(new ArgumentList("k8s " + workload.name(), arguments.getFirst(),
                            arguments.subList(1, arguments.size()),
                            Map.of("NAME", workload.name() + "-0", "NAMESPACE", "hypnos", "OBJSTORE_CONFIG", BUCKET)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lists;
    }

    /// Those of all pages: lines that begin with `hypnos` and a command, continued by a backslash at their end.
    public static List<ArgumentList> readme() {
        var lists = new ArrayList<ArgumentList>();
        var pages = new ArrayList<>(Repository.files("docs", ".md"));
        pages.addAll(Repository.files("demo", ".md"));
        pages.addAll(Repository.files("k8s", ".md"));
        if (Files.exists(Repository.ROOT.resolve("README.md"))) {
            pages.add(Repository.ROOT.resolve("README.md"));
        }
        for (var page : pages) {
            String text = Repository.read(page.toString()).replaceAll("\\\\\\n\\s*", " ");
            for (String line : text.split("\n")) {
                Matcher command = COMMAND.matcher(line.replaceFirst("\\s+#.*", ""));
                if (command.matches() && !command.group(2).matches(".*(<|…|\\|).*")) {
                    lists.add(new ArgumentList(Repository.ROOT.relativize(page) + ": " + line.strip(), command.group(1),
                            words(command.group(2)), Map.of()));
                }
            }
        }
        return lists;
    }

    /// Those of the articles by which people set Thanos up, word for word.
    public static List<ArgumentList> articles() {
        Map<String, String> variables = Map.of("NAME", "thanos-receive-default-0", "NAMESPACE", "thanos",
                "OBJSTORE_CONFIG", BUCKET);
        return List.of(
                new ArgumentList("receive of 2020 and 2023", "receive", List.of("--log.level=info",
                        "--log.format=logfmt",
                        "--grpc-address=0.0.0.0:10901", "--http-address=0.0.0.0:10902",
                        "--remote-write.address=0.0.0.0:19291",
                        "--receive.replication-factor=2",
                        "--receive.hashrings-file=/etc/thanos/thanos-receive-hashrings.json",
                        "--receive.local-endpoint=$(NAME).thanos-receive-default.$(NAMESPACE).svc.cluster.local:10901",
                        "--receive.tenant-header=THANOS-TENANT", "--receive.default-tenant-id=cluster",
                        "--label=receive_replica=\"$(NAME)\"", "--objstore.config=$(OBJSTORE_CONFIG)",
                        "--tsdb.path=/var/thanos/receive",
                        "--tsdb.retention=15d"), variables),
                new ArgumentList("store of 2020 and 2023", "store", List.of("--data-dir=/var/thanos/store",
                        "--objstore.config=$(OBJSTORE_CONFIG)", "--max-time=-2w"), variables),
                new ArgumentList("query of 2020 and 2023", "query", List.of("--grpc-address=0.0.0.0:10901",
                        "--http-address=0.0.0.0:9090", "--log.level=info", "--log.format=logfmt",
                        "--query.replica-label=prometheus_replica", "--query.replica-label=receive_replica",
                        "--store=dnssrv+_grpc._tcp.thanos-store-gateway.thanos.svc.cluster.local",
                        "--store=dnssrv+_grpc._tcp.thanos-receive-default.thanos.svc.cluster.local",
                        "--store=dnssrv+_grpc._tcp.thanos-receive-hashring-0.thanos.svc.cluster.local",
                        "--query.timeout=15m",
                        "--query.lookback-delta=15m", "--query.auto-downsampling"), variables),
                new ArgumentList("receive of several clusters", "receive", List.of(
                        "--label=receiver_replica=\"$(NAME)\"",
                        "--tsdb.retention=12h", "--tsdb.path=/thanos/tsdb", "--objstore.config=$(OBJSTORE_CONFIG)",
                        "--receive.hashrings-file=/etc/hashrings/hashrings.json", "--receive.replication-factor=1",
                        "--receive.default-tenant-id=default"), variables),
                new ArgumentList("store of several clusters", "store",
                        List.of("--index-cache-size=500MB", "--chunk-pool-size=500MB",
                                "--data-dir=/thanos/store", "--objstore.config=$(OBJSTORE_CONFIG)"),
                        variables),
                new ArgumentList("query of several clusters", "query",
                        List.of("--store=dnssrv+_grpc._tcp.thanos-receiver-kazusa",
                                "--store=dnssrv+thanos-store-gateway.thanos.svc.cluster.local",
                                "--query.replica-label=receiver_replica"),
                        variables),
                new ArgumentList("compact of several clusters", "compact", List.of("--wait", "--consistency-delay=30m",
                        "--data-dir=/thanos/compact", "--objstore.config=$(OBJSTORE_CONFIG)"), variables),
                new ArgumentList("compact of the mesh", "compact", List.of("--wait", "--retention.resolution-raw=0d",
                        "--retention.resolution-5m=90d", "--retention.resolution-1h=0d", "--data-dir=/data",
                        "--objstore.config=$(OBJSTORE_CONFIG)"), variables),
                new ArgumentList("standalone receive of 2019", "receive", List.of("--tsdb.path=/var/thanos/receive",
                        "--label=receive=\"true\"", "--objstore.config=$(OBJSTORE_CONFIG)",
                        "--grpc-address=0.0.0.0:10901",
                        "--http-address=0.0.0.0:10902", "--remote-write.address=0.0.0.0:19291"), variables));
    }

    /// Words as a shell makes them, without expansions.
    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        Matcher part = WORD.matcher(line);
        int end = 0;
        while (part.find()) {
            if (part.start() > end && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
            end = part.end();
            word.append(part.group(1) != null
                    ? part.group(1)
                    : part.group(2) != null ? part.group(2).replaceAll("\\\\(.)", "$1") : part.group(3));
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
