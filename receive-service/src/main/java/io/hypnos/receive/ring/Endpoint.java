package io.hypnos.receive.ring;

/// A node of a ring.
///
/// @param address          `host:port` of its gRPC server, by which the ring hashes it
/// @param capnprotoAddress `host:port` of its Cap'n Proto server, which Thanos may use
/// @param zone             where it stands; empty when that does not matter
public record Endpoint(String address, String capnprotoAddress, String zone) {

    private static final String CAPNPROTO_PORT = ":19391";

    public static Endpoint of(String address) {
        return new Endpoint(address, address.split(":", 2)[0] + CAPNPROTO_PORT, "");
    }

    /// Whether this is the node that calls itself `local`.
    boolean is(String local) {
        return address.equals(local) || capnprotoAddress.equals(local);
    }
}
