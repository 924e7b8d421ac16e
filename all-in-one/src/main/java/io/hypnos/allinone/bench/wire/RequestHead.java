package io.hypnos.allinone.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// The head of a remote-write request, all but the length of its body.
public final class RequestHead {

    private final byte[] start;

    /// @param url      where the request goes
    /// @param protocol which version its body has
    /// @param headers  further headers, such as the tenant
    public RequestHead(URI url, Protocol protocol, Map<String, String> headers) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        var all = new LinkedHashMap<String, String>();
        all.put("Host", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
        all.put("User-Agent", "hypnos-bench");
        all.put("Content-Type", protocol.contentType());
        all.put("Content-Encoding", "snappy");
        all.put("X-Prometheus-Remote-Write-Version", protocol.version());
        all.putAll(headers);
        var text = new StringBuilder("POST ").append(target).append(" HTTP/1.1\r\n");
        all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        start = text.append("Content-Length: ").toString().getBytes(ISO_8859_1);
    }

    /// Length of the head of a request with a body of some length.
    int length(int contentLength) {
        return start.length + Integer.toString(contentLength).length() + 4;
    }

    /// Writes the head.
    void write(int contentLength, byte[] into, int at) {
        System.arraycopy(start, 0, into, at, start.length);
        byte[] end = (contentLength + "\r\n\r\n").getBytes(ISO_8859_1);
        System.arraycopy(end, 0, into, at + start.length, end.length);
    }
}
