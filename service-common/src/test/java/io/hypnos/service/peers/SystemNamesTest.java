package io.hypnos.service.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemNamesTest {

    private static final String SERVICE = "_grpc._tcp.store.monitoring.svc.cluster.local.";

    /// A DNS server that knows one SRV record.
    private static final class TinyDns implements AutoCloseable {
        private final DatagramSocket socket;
        private final Thread thread;

        TinyDns() throws IOException {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            thread = Thread.ofVirtual().start(this::serve);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }

        private void serve() {
            try {
                while (true) {
                    var packet = new DatagramPacket(new byte[512], 512);
                    socket.receive(packet);
                    byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                    byte[] answer = answer(question);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private static byte[] answer(byte[] question) throws IOException {
            int end = 12;
            var name = new StringBuilder();
            while (question[end] != 0) {
                name.append(new String(question, end + 1, question[end], US_ASCII)).append('.');
                end += question[end] + 1;
            }
            end += 5;
            boolean known = name.toString().equals(SERVICE);
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.write(question, 0, 2);
            out.writeShort(known ? 0x8180 : 0x8183);
            out.writeShort(1);
            out.writeShort(known ? 1 : 0);
            out.writeInt(0);
            out.write(question, 12, end - 12);
            if (known) {
                var target = new ByteArrayOutputStream();
                for (String label : List.of("store-0", "store")) {
                    target.write(label.length());
                    target.writeBytes(label.getBytes(US_ASCII));
                }
                target.write(0);
                out.writeShort(0xC00C);
                out.writeShort(33);
                out.writeShort(1);
                out.writeInt(30);
                out.writeShort(6 + target.size());
                out.writeShort(10);
                out.writeShort(20);
                out.writeShort(10901);
                target.writeTo(out);
            }
            return bytes.toByteArray();
        }

        @Override
        public void close() throws InterruptedException {
            socket.close();
            thread.join();
        }
    }

    @Test
    void findsServicesThroughSearchDomains() throws Exception {
        var search = new SearchDomains(List.of("other.local", "svc.cluster.local"), 5);
        try (var dns = new TinyDns(); var names = new SystemNames(Optional.of(dns.address()), search)) {
            assertThat(names.services("_grpc._tcp.store.monitoring"))
                    .containsExactly(new NameService.Service("store-0.store", 10901));
            assertThat(names.services(SERVICE)).hasSize(1);
            assertThatThrownBy(() -> names.services("_grpc._tcp.absent")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void findsAddresses() throws Exception {
        try (var names = new SystemNames()) {
            assertThat(names.addresses("localhost")).contains(InetAddress.getByName("127.0.0.1"));
        }
    }

    @Test
    void readsSearchDomains(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("resolv.conf"), """
                nameserver 10.0.0.10
                search ns.svc.cluster.local svc.cluster.local
                options ndots:5
                """);
        var search = SearchDomains.read(file);
        assertThat(search.candidates("a.b")).containsExactly("a.b.ns.svc.cluster.local.", "a.b.svc.cluster.local.",
                "a.b.");
        assertThat(search.candidates("a.b.c.d.e.f").getFirst()).isEqualTo("a.b.c.d.e.f.");
        assertThat(search.candidates("a.b.")).containsExactly("a.b.");
        assertThat(SearchDomains.read(directory.resolve("absent")).candidates("a.b")).containsExactly("a.b.");
    }
}
