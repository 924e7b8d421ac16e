package io.hypnos.allinone.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The configuration of an installation: the files that compose mounts, with this machine's directories and ports.
final class InstallationFiles {

    private final Installation installation;

    InstallationFiles(Installation installation) {
        this.installation = installation;
    }

    /// Writes all of them, in place of those of an earlier start.
    void write() throws IOException {
        Path config = Files.createDirectories(installation.config());
        Files.createDirectories(installation.bucket());
        Files.writeString(config.resolve("bucket.yml"), """
                type: FILESYSTEM
                config:
                  directory: '%s'
                """.formatted(installation.bucket().toString().replace("'", "''")));
        String endpoints = installation.all("receive").stream().map(receive -> '"' + installation.grpc(receive) + '"')
                .collect(Collectors.joining(", "));
        Files.writeString(config.resolve("hashrings.json"), """
                [
                  {"hashring": "default", "algorithm": "ketama", "replication_factor": %d, "endpoints": [%s]}
                ]
                """.formatted(Installation.REPLICATION, endpoints));
        Files.writeString(config.resolve("limits.yml"), resource("config/limits.yml"));
        for (Instance instance : installation.instances()) {
            Files.writeString(arguments(instance), resource("roles/" + instance.role() + ".args"));
        }
    }

    /// The argument file of a role.
    Path arguments(Instance instance) {
        return installation.config().resolve(instance.role() + ".args");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = InstallationFiles.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("demo/" + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
