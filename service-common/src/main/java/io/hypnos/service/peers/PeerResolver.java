package io.hypnos.service.peers;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns addresses into `host:port`s. A name that cannot be looked up keeps its last good answer: a DNS that is down must not take down what
/// works. Used by one thread at a time.
public final class PeerResolver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerResolver.class);

    private final NameService names;
    private final DnsMetrics metrics;
    private final Map<PeerAddress, List<String>> lastGood = new HashMap<>();

    /// @param names  closed with this resolver
    /// @param prefix of the metrics, such as `thanos_query_store_apis`
    public PeerResolver(NameService names, PrometheusRegistry registry, String prefix) {
        this.names = names;
        this.metrics = new DnsMetrics(registry, prefix);
    }

    /// The `host:port`s of each address, in the order given; none for a name that never could be looked up.
    public Map<PeerAddress, List<String>> resolve(Collection<PeerAddress> addresses) {
        var resolved = new LinkedHashMap<PeerAddress, List<String>>();
        for (PeerAddress address : addresses) {
            resolved.put(address,
                    address.lookup() == PeerAddress.Lookup.NONE ? List.of(address.name()) : lookUp(address));
        }
        lastGood.keySet().retainAll(resolved.keySet());
        metrics.keepOnly(resolved.keySet().stream().map(PeerAddress::toString).toList());
        return resolved;
    }

    private List<String> lookUp(PeerAddress address) {
        metrics.lookedUp();
        try {
            List<String> found = query(address).stream().sorted().distinct().toList();
            lastGood.put(address, found);
        } catch (IOException e) {
            metrics.failed();
            LOG.atWarn().setMessage("looking up peers failed; keeping the last answer").addKeyValue("address", address)
                    .addKeyValue("reason", e.getMessage()).log();
        }
        List<String> known = lastGood.getOrDefault(address, List.of());
        metrics.found(address.toString(), known.size());
        return known;
    }

    private List<String> query(PeerAddress address) throws IOException {
        return switch (address.lookup()) {
            case NONE -> List.of(address.name());
            case ADDRESS -> withPort(preferred(names.addresses(address.name())), address.port());
            case DUAL_STACK -> withPort(names.addresses(address.name()), address.port());
            case SERVICE -> {
                var all = new ArrayList<String>();
                for (NameService.Service service : names.services(address.name())) {
                    all.addAll(withPort(preferred(names.addresses(service.host())), portOf(address, service)));
                }
                yield all;
            }
            case SERVICE_HOSTS ->
                names.services(address.name()).stream().map(service -> service.host() + ":" + portOf(address, service))
                        .toList();
        };
    }

    private static int portOf(PeerAddress address, NameService.Service service) {
        return address.port() < 0 ? service.port() : address.port();
    }

    private static List<InetAddress> preferred(List<InetAddress> all) {
        List<InetAddress> old = all.stream().filter(Inet4Address.class::isInstance).toList();
        return old.isEmpty() ? all : old;
    }

    private static List<String> withPort(List<InetAddress> addresses, int port) {
        return addresses.stream().map(address -> {
            String text = address.getHostAddress();
            return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
        }).toList();
    }

    @Override
    public void close() {
        names.close();
    }
}
