package io.hypnos.service.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// What DNS is asked. Blocks.
public interface NameService extends AutoCloseable {

    /// One SRV record.
    record Service(String host, int port) {}

    /// All addresses of a host.
    ///
    /// @throws IOException when there is no answer, or the host does not exist
    List<InetAddress> addresses(String host) throws IOException;

    /// The SRV records of a name.
    ///
    /// @throws IOException when there is no answer, or there are none
    List<Service> services(String name) throws IOException;

    @Override
    void close();
}
