package io.hypnos.allinone.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

import io.hypnos.allinone.up.Instance.Use;

/// The roles on this machine, where they listen and where they keep their data.
///
/// @param data      directory of everything that is kept; absolute
/// @param listen    address of all ports
/// @param instances in the order in which they are shown
public record Installation(Path data, String listen, List<Instance> instances) {

    /// Copies of every sample.
    public static final int REPLICATION = 3;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int FREE_FROM = 12_000;
    private static final int FREE_COUNT = 20_000;

    public Installation {
        instances = List.copyOf(instances);
    }

    /// The usual ports, each changed by `port`.
    static Installation on(Path data, String listen, IntUnaryOperator port) {
        var instances = new ArrayList<Instance>();
        for (int i = 0; i < REPLICATION; i++) {
            instances.add(instance("receive-" + i, "receive", port, 10_912 + 10 * i, 10_911 + 10 * i, 19_291 + i));
        }
        instances.add(instance("store", "store", port, 10_942, 10_941));
        instances.add(instance("compact", "compact", port, 10_952));
        instances.add(instance("query", "query", port, 10_902, 10_901));
        return new Installation(data.toAbsolutePath().normalize(), listen, instances);
    }

    /// Ports are given in the order of [Use].
    private static Instance instance(String name, String role, IntUnaryOperator port, int... usual) {
        var ports = new EnumMap<Use, Integer>(Use.class);
        for (int i = 0; i < usual.length; i++) {
            ports.put(Use.values()[i], port.applyAsInt(usual[i]));
        }
        return new Instance(name, role, ports);
    }

    /// Ports that nobody listens on right now, whatever is asked for. They lie below the range from which the system gives ports to clients,
    /// which would otherwise take one now and then before its role listens.
    static IntUnaryOperator freePorts() {
        var next = new AtomicInteger(ThreadLocalRandom.current().nextInt(FREE_COUNT));
        return usual -> {
            for (int tries = 0; tries < FREE_COUNT; tries++) {
                int port = FREE_FROM + Math.floorMod(next.getAndIncrement(), FREE_COUNT);
                try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    return socket.getLocalPort();
                } catch (IOException e) {
                    continue;
                }
            }
            throw new IllegalStateException("no free port from " + FREE_FROM + " to " + (FREE_FROM + FREE_COUNT - 1));
        };
    }

    /// The first instance of a role.
    Instance first(String role) {
        return all(role).getFirst();
    }

    List<Instance> all(String role) {
        return instances.stream().filter(instance -> instance.role().equals(role)).toList();
    }

    /// Where remote write goes.
    List<URI> remoteWrite() {
        return all("receive").stream()
                .map(receive -> URI
                        .create("http://" + LOOPBACK + ":" + receive.port(Use.REMOTE_WRITE) + "/api/v1/receive"))
                .toList();
    }

    Path config() {
        return data.resolve("config");
    }

    /// What the roles of this process log.
    Path log() {
        return data.resolve("hypnos.log");
    }

    Path bucket() {
        return data.resolve("bucket");
    }

    /// How one role reaches the gRPC port of another.
    String grpc(Instance instance) {
        return LOOPBACK + ":" + instance.port(Use.GRPC);
    }

    /// What `$(NAME)` and the like stand for in the argument file of an instance.
    Map<String, String> variables(Instance instance) {
        var variables = new HashMap<String, String>();
        variables.put("NAME", instance.name());
        variables.put("DATA", data.resolve(instance.name()).toString());
        variables.put("CONFIG", config().toString());
        variables.put("HTTP_ADDRESS", listen + ":" + instance.http());
        if (instance.ports().containsKey(Use.GRPC)) {
            variables.put("GRPC_ADDRESS", listen + ":" + instance.port(Use.GRPC));
            variables.put("LOCAL_ENDPOINT", grpc(instance));
        }
        if (instance.ports().containsKey(Use.REMOTE_WRITE)) {
            variables.put("REMOTE_WRITE_ADDRESS", listen + ":" + instance.port(Use.REMOTE_WRITE));
        }
        List<Instance> receivers = all("receive");
        for (int i = 0; i < receivers.size(); i++) {
            variables.put("RECEIVE_" + i, grpc(receivers.get(i)));
        }
        variables.put("STORE", grpc(first("store")));
        return variables;
    }
}
