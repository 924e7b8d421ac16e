package io.hypnos.service.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// An HTTP client that sends exactly the bytes it is given, as `curl -g` does, where the JDK's would refuse or encode them.
public final class RawHttp {

    /// @param headers by lower-case name
    public record Answer(int status, Map<String, String> headers, byte[] bytes) {

        public String text() {
            return new String(bytes, UTF_8);
        }

        public String unzipped() {
            try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return new String(in.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private RawHttp() {}

    public static Answer get(int port, String target, String... headers) {
        return send(port, "GET " + target + " HTTP/1.1\r\n", "", headers);
    }

    public static Answer postForm(int port, String target, String form, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/x-www-form-urlencoded";
        return send(port, "POST " + target + " HTTP/1.1\r\n", form, all);
    }

    public static Answer send(int port, String requestLine, String body, String... headers) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            var head = new StringBuilder(requestLine).append("Host: localhost\r\nConnection: close\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            byte[] bytes = body.getBytes(UTF_8);
            if (bytes.length > 0) {
                head.append("Content-Length: ").append(bytes.length).append("\r\n");
            }
            head.append("\r\n");
            var out = socket.getOutputStream();
            out.write(head.toString().getBytes(UTF_8));
            out.write(bytes);
            out.flush();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + requestLine.strip(), e);
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String status = line(in);
        var headers = new TreeMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        byte[] body = "chunked".equals(headers.get("transfer-encoding")) ? chunks(in) : in.readAllBytes();
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, body);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            int length = size.isEmpty() ? -1 : Integer.parseInt(size, 16);
            if (length < 0) {
                throw new IOException("the answer was broken off");
            }
            body.write(in.readNBytes(length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
