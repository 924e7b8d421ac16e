package io.hypnos.service.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.junit.jupiter.api.Test;

class PeerResolverTest {

    /// Names that a test makes up.
    private static final class MadeUpNames implements NameService {
        final Map<String, List<String>> hosts = new HashMap<>();
        final Map<String, List<Service>> services = new HashMap<>();

        @Override
        public List<InetAddress> addresses(String host) throws IOException {
            if (!hosts.containsKey(host)) {
                throw new IOException("no such host " + host);
            }
            var addresses = new java.util.ArrayList<InetAddress>();
            for (String address : hosts.get(host)) {
                addresses.add(InetAddress.getByName(address));
            }
            return addresses;
        }

        @Override
        public List<Service> services(String name) throws IOException {
            if (!services.containsKey(name)) {
                throw new IOException("no such service " + name);
            }
            return services.get(name);
        }

        @Override
        public void close() {}
    }

    private final MadeUpNames names = new MadeUpNames();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PeerResolver resolver = new PeerResolver(names, registry, "thanos_query_store_apis");

    private List<String> resolve(String address) {
        PeerAddress parsed = PeerAddress.parse(address);
        assertThat(parsed).hasToString(address);
        return resolver.resolve(List.of(parsed)).get(parsed);
    }

    @Test
    void leavesPlainAddressesAlone() {
        assertThat(resolve("store:10901")).containsExactly("store:10901");
    }

    @Test
    void looksUpAddresses() {
        names.hosts.put("store", List.of("10.0.0.2", "10.0.0.1", "fd00::1"));
        names.hosts.put("six", List.of("fd00::1"));
        assertThat(resolve("dns+store:10901")).containsExactly("10.0.0.1:10901", "10.0.0.2:10901");
        assertThat(resolve("dnsdualstack+store:10901")).containsExactly("10.0.0.1:10901", "10.0.0.2:10901",
                "[fd00:0:0:0:0:0:0:1]:10901");
        assertThat(resolve("dns+six:1")).containsExactly("[fd00:0:0:0:0:0:0:1]:1");
    }

    @Test
    void looksUpServices() {
        names.services.put("_grpc._tcp.store",
                List.of(new NameService.Service("a.store", 10901), new NameService.Service("b.store", 10911)));
        names.hosts.put("a.store", List.of("10.0.0.1"));
        names.hosts.put("b.store", List.of("10.0.0.2"));
        assertThat(resolve("dnssrv+_grpc._tcp.store")).containsExactly("10.0.0.1:10901", "10.0.0.2:10911");
        assertThat(resolve("dnssrv+_grpc._tcp.store:7")).containsExactly("10.0.0.1:7", "10.0.0.2:7");
        assertThat(resolve("dnssrvnoa+_grpc._tcp.store")).containsExactly("a.store:10901", "b.store:10911");
    }

    @Test
    void keepsTheLastGoodAnswer() {
        names.hosts.put("store", List.of("10.0.0.1"));
        assertThat(resolve("dns+store:1")).containsExactly("10.0.0.1:1");
        names.hosts.clear();
        assertThat(resolve("dns+store:1")).containsExactly("10.0.0.1:1");
        assertThat(resolve("dns+never:1")).isEmpty();
        assertThat(counter("thanos_query_store_apis_dns_lookups")).isEqualTo(3);
        assertThat(counter("thanos_query_store_apis_dns_failures")).isEqualTo(2);
    }

    private double counter(String name) {
        for (MetricSnapshot snapshot : registry.scrape()) {
            if (snapshot.getMetadata().getName().equals(name)) {
                return ((CounterSnapshot) snapshot).getDataPoints().getFirst().getValue();
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> PeerAddress.parse("http://store:1")).hasMessageContaining("is a URL");
        assertThatThrownBy(() -> PeerAddress.parse("store:19291/api/v1/receive")).hasMessageContaining("is a URL");
        assertThatThrownBy(() -> PeerAddress.parse("store")).hasMessageContaining("has no port");
        assertThatThrownBy(() -> PeerAddress.parse("dns+store"))
                .hasMessageContaining("missing port in address given for dns lookup");
        assertThatThrownBy(() -> PeerAddress.parse("dnssrv+")).hasMessageContaining("no name");
    }
}
