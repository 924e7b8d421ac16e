package io.hypnos.allinone.up;

import java.util.LinkedHashMap;
import java.util.Map;

/// One role of an installation.
///
/// @param name  unique, such as `receive-0`
/// @param role  what it is, such as `receive`
/// @param ports where it listens, by what for, in the order of messages
public record Instance(String name, String role, Map<Use, Integer> ports) {

    /// What a port is for.
    public enum Use {
        HTTP("http"), GRPC("grpc"), REMOTE_WRITE("remote-write");

        private final String text;

        Use(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public Instance {
        ports = Map.copyOf(new LinkedHashMap<>(ports));
    }

    /// A port that this role has.
    ///
    /// @throws IllegalStateException when it has none for that use
    public int port(Use use) {
        Integer port = ports.get(use);
        if (port == null) {
            throw new IllegalStateException(name + " has no " + use + " port");
        }
        return port;
    }

    public int http() {
        return port(Use.HTTP);
    }
}
