package io.hypnos.receive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hypnos.objstore.config.BucketConfig;
import io.hypnos.objstore.config.InvalidConfigException;
import io.hypnos.receive.limit.WriteLimits;
import io.hypnos.receive.ring.HashringFile;
import io.hypnos.receive.ring.Hashrings;
import io.hypnos.receive.ring.InvalidHashringException;
import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.ServerFlags;
import io.hypnos.service.boot.StartException;
import io.hypnos.service.config.RelabelFile;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.Variables;

/// `receive`: takes remote write, replicates it, stores it per tenant and ships blocks.
public final class ReceiveRole implements Role<ReceiveFlags> {

    public static final String NAME = "receive";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RoleFlags<ReceiveFlags> flags() {
        return new RoleFlags<>(NAME,
                "Takes remote write, replicates it over a hashring, stores it per tenant and uploads blocks.",
                ReceiveFlags::new,
                ReceiveFlags.UNSERVED);
    }

    @Override
    public ServerFlags servers(ReceiveFlags flags) {
        return new ServerFlags(flags.log(), flags.http(), flags.grpc(), null);
    }

    @Override
    public Class<?> configuration() {
        return ReceiveConfiguration.class;
    }

    @Override
    public List<String> check(ReceiveFlags flags, Variables variables) {
        var understood = new ArrayList<String>();
        understood.add("mode: " + flags.hashring().mode());
        understood.add("external labels: " + flags.tenants().externalLabels());
        var unused = flags.storage().tsdb();
        understood.addAll(rings(flags, variables));
        flags.tenants().limits(variables).ifPresent(text -> understood
                .add("limits: " + WriteLimits.parse(text.text(), text.name()).byTenant().size() + " tenants"));
        flags.tenants().relabeling(variables).map(RelabelFile::parse)
                .ifPresent(rules -> understood.add("relabel rules: understood"));
        flags.objstore().config(variables)
                .ifPresent(text -> understood.add("bucket: " + bucket(text).store().bucketName()));
        return understood;
    }

    private static List<String> rings(ReceiveFlags flags, Variables variables) {
        Optional<Path> file = flags.hashring().file();
        if (file.isPresent() && !Files.exists(file.get())) {
            return List.of("hashring file: " + file.get() + " is not there yet; receive waits for it");
        }
        Optional<ConfigText> text = file.map(path -> ConfigText.read(path, variables));
        String name = text.map(ConfigText::name).orElse("--receive.hashrings");
        return text.map(ConfigText::text).or(flags.hashring()::content)
                .map(json -> rings(hashringFile(flags, name), json)).stream()
                .flatMap(rings -> rings.rings().stream())
                .map(ring -> "hashring \"" + ring.name() + "\": " + ring.nodes().size() + " nodes, replication factor "
                        + ring.replicationFactor())
                .toList();
    }

    static HashringFile hashringFile(ReceiveFlags flags, String name) {
        return new HashringFile(name, flags.hashring().algorithm(), flags.hashring().replicationFactor());
    }

    /// @throws StartException for rings that cannot be used
    static Hashrings rings(HashringFile parser, String text) {
        try {
            return parser.parse(text);
        } catch (InvalidHashringException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    static BucketConfig bucket(ConfigText config) {
        try {
            return BucketConfig.parse(config.text(), config.name());
        } catch (InvalidConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }
}
