package io.hypnos.allinone.bench.wire;

/// A version of the remote-write protocol.
public enum Protocol {
    /// Every series carries its labels as text.
    V1("application/x-protobuf", "0.1.0"),
    /// Texts are references into a table of the request; every series carries its metadata.
    V2("application/x-protobuf;proto=io.prometheus.write.v2.Request", "2.0.0");

    private final String contentType;
    private final String version;

    Protocol(String contentType, String version) {
        this.contentType = contentType;
        this.version = version;
    }

    String contentType() {
        return contentType;
    }

    String version() {
        return version;
    }
}
