package io.hypnos.query.fanout;

/// A server, or a group of equal ones, that the querier is to ask.
///
/// @param address what to connect to: `host:port`
/// @param kind    whether the name stands for one server or for a group
/// @param strict  whether it is asked even when it seems to be down
public record Endpoint(String address, Kind kind, boolean strict) {

    /// What an address stands for.
    public enum Kind {
        /// One server.
        SINGLE,
        /// Several servers behind one name that all have the same; a call goes to one of them.
        GROUP
    }
}
