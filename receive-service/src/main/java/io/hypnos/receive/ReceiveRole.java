package io.hypnos.receive;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import io.hypnos.objstore.config.BucketConfig;
import io.hypnos.objstore.config.InvalidConfigException;
import io.hypnos.receive.limit.WriteLimits;
import io.hypnos.receive.ring.HashringFile;
import io.hypnos.receive.ring.Hashrings;
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
        flags.hashring().file().filter(Files::exists).map(file -> ConfigText.read(file, variables)).ifPresent(text -> {
            Hashrings rings = hashringFile(flags, text.name()).parse(text.text());
            rings.rings()
                    .forEach(ring -> understood.add(
                            "hashring \"" + ring.name() + "\": " + ring.nodes().size() + " nodes, replication factor "
                                    + ring.replicationFactor()));
        });
        flags.hashring().content().ifPresent(text -> understood
                .add(hashringFile(flags, "--receive.hashrings").parse(text).rings().size() + " hashrings"));
        flags.tenants().limits(variables).ifPresent(text -> understood
                .add("limits: " + WriteLimits.parse(text.text(), text.name()).byTenant().size() + " tenants"));
        flags.tenants().relabeling(variables).map(RelabelFile::parse)
                .ifPresent(rules -> understood.add("relabel rules: understood"));
        flags.objstore().config(variables)
                .ifPresent(text -> understood.add("bucket: " + bucket(text).store().bucketName()));
        return understood;
    }

    static HashringFile hashringFile(ReceiveFlags flags, String name) {
        return new HashringFile(name, flags.hashring().algorithm(), flags.hashring().replicationFactor());
    }

    static BucketConfig bucket(ConfigText config) {
        try {
            return BucketConfig.parse(config.text(), config.name());
        } catch (InvalidConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }
}
