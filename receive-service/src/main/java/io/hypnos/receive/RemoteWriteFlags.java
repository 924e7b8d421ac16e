package io.hypnos.receive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.ClientTls;
import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.HostPort;
import io.hypnos.service.flags.ServerTls;
import io.hypnos.service.flags.TlsVersion;

/// The remote write port, and how this node calls others.
@FlagGroup("Remote write")
public final class RemoteWriteFlags {

    @Option(names = "--remote-write.address", paramLabel = "<host:port>", description = "Address to listen on for remote write requests.")
    private HostPort address = new HostPort("0.0.0.0", 19291);

    @Option(names = "--remote-write.server-tls-cert", paramLabel = "<file>", description = "TLS certificate (PEM) of the port; without one there is no TLS.")
    private @Nullable Path serverCertificate;

    @Option(names = "--remote-write.server-tls-key", paramLabel = "<file>", description = "TLS private key (PEM) of the port.")
    private @Nullable Path serverKey;

    @Option(names = "--remote-write.server-tls-client-ca", paramLabel = "<file>", description = {
        "CA certificates (PEM) that senders are verified against; without one they are not asked for a certificate."})
    private @Nullable Path clientCa;

    @Option(names = "--remote-write.server-tls-min-version", paramLabel = "<version>", description = "Oldest TLS version of the port: 1.2 or 1.3.")
    private TlsVersion serverMinVersion = TlsVersion.V1_3;

    @Option(names = "--remote-write.server-tls-ciphers", paramLabel = "<cipher>", description = "TLS cipher suite to allow.")
    private List<String> ciphers = new ArrayList<>();

    @Option(names = "--remote-write.client-tls-secure", description = "Use TLS when talking to other receivers.")
    private boolean secure;

    @Option(names = "--remote-write.client-tls-skip-verify", description = "Do not verify the certificates of other receivers.")
    private boolean skipVerify;

    @Option(names = "--remote-write.client-tls-cert", paramLabel = "<file>", description = "TLS certificate (PEM) to identify this node with.")
    private @Nullable Path certificate;

    @Option(names = "--remote-write.client-tls-key", paramLabel = "<file>", description = "TLS private key (PEM) of that certificate.")
    private @Nullable Path key;

    @Option(names = "--remote-write.client-tls-ca", paramLabel = "<file>", description = "CA certificates (PEM) to verify other receivers against.")
    private @Nullable Path ca;

    @Option(names = "--remote-write.client-server-name", paramLabel = "<name>", description = "Name to expect in the certificates of other receivers.")
    private String serverName = "";

    @Option(names = "--remote-write.client-tls-min-version", paramLabel = "<version>", description = "Oldest TLS version towards others: 1.2 or 1.3.")
    private TlsVersion clientMinVersion = TlsVersion.V1_3;

    public HostPort address() {
        return address;
    }

    public ServerTls serverTls() {
        return new ServerTls(serverCertificate, serverKey, clientCa, serverMinVersion, ciphers);
    }

    /// Whether clients have to show a certificate.
    public boolean asksForCertificates() {
        return clientCa != null;
    }

    /// A certificate or a CA asks for TLS as clearly as the switch does.
    public ClientTls clientTls() {
        boolean enabled = secure || certificate != null || ca != null;
        return new ClientTls(enabled, skipVerify, ClientTls.Identity.of(certificate, key), ca, serverName,
                clientMinVersion);
    }
}
