package io.hypnos.service.peers;

/// An address as an operator writes it: `store:10901`, or a name to be looked up, `dns+store:10901`, `dnssrv+_grpc._tcp.store.monitoring`.
///
/// @param lookup how the name becomes addresses
/// @param name   what is looked up, without a port; the whole address where nothing is looked up
/// @param port   -1 when it is not given, which only SRV records make good
public record PeerAddress(Lookup lookup, String name, int port) {

    /// How a name becomes addresses.
    public enum Lookup {
        /// Not at all; the connection does it.
        NONE(""),
        /// The name's IPv4 addresses, or IPv6 where it has no others.
        ADDRESS("dns+"),
        /// The name's IPv4 and IPv6 addresses.
        DUAL_STACK("dnsdualstack+"),
        /// The hosts of its SRV records, and their addresses.
        SERVICE("dnssrv+"),
        /// The hosts of its SRV records as they are.
        SERVICE_HOSTS("dnssrvnoa+");

        private final String prefix;

        Lookup(String prefix) {
            this.prefix = prefix;
        }
    }

    /// @throws IllegalArgumentException for what is no address, with a line that says why
    public static PeerAddress parse(String text) {
        for (Lookup lookup : Lookup.values()) {
            if (lookup != Lookup.NONE && text.startsWith(lookup.prefix)) {
                return looked(lookup, text.substring(lookup.prefix.length()), text);
            }
        }
        if (text.contains("://") || text.indexOf('/') >= 0) {
            throw new IllegalArgumentException("address \"" + text + "\" is a URL; use host:port of the gRPC endpoint");
        }
        if (portOf(text) < 0) {
            throw new IllegalArgumentException("address \"" + text + "\" has no port");
        }
        return new PeerAddress(Lookup.NONE, text, -1);
    }

    private static PeerAddress looked(Lookup lookup, String rest, String text) {
        int port = portOf(rest);
        String name = port < 0 ? rest : rest.substring(0, rest.lastIndexOf(':'));
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("address \"" + text + "\" has no name to look up");
        }
        boolean needsPort = lookup == Lookup.ADDRESS || lookup == Lookup.DUAL_STACK;
        if (port < 0 && needsPort) {
            throw new IllegalArgumentException("missing port in address given for dns lookup: \"" + text + "\"");
        }
        return new PeerAddress(lookup, name, port);
    }

    private static int portOf(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = colon < 0 ? -1 : Integer.parseInt(text.substring(colon + 1));
            return port > 65_535 ? -1 : port;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /// As it was written.
    @Override
    public String toString() {
        return lookup.prefix + name + (port < 0 ? "" : ":" + port);
    }
}
