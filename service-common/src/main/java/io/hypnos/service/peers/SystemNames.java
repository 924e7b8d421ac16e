package io.hypnos.service.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;

/// Names as this machine sees them: addresses by the system's own resolver, SRV records from the servers that it is configured with, with its
/// search domains.
public final class SystemNames implements NameService {

    private static final long TIMEOUT_SECONDS = 10;
    private static final int SRV_FIXED_BYTES = 6;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1,
            Thread.ofPlatform().daemon().name("dns").factory(), NioIoHandler.newFactory());
    private final DnsNameResolver resolver;
    private final SearchDomains search;

    public SystemNames() {
        this(Optional.empty(), SearchDomains.read(Path.of("/etc/resolv.conf")));
    }

    /// @param server instead of the configured ones
    SystemNames(Optional<InetSocketAddress> server, SearchDomains search) {
        var builder = new DnsNameResolverBuilder(loop.next()).datagramChannelType(NioDatagramChannel.class)
                .queryTimeoutMillis(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS) / 2);
        server.ifPresent(address -> builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(address)));
        this.resolver = builder.build();
        this.search = search;
    }

    @Override
    public List<InetAddress> addresses(String host) throws IOException {
        return List.of(InetAddress.getAllByName(host));
    }

    @Override
    public List<Service> services(String name) throws IOException {
        IOException failure = new IOException("no SRV records for " + name);
        for (String candidate : search.candidates(name)) {
            try {
                List<Service> services = query(candidate);
                if (!services.isEmpty()) {
                    return services;
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private List<Service> query(String name) throws IOException {
        try {
            List<DnsRecord> records = resolver.resolveAll(new DefaultDnsQuestion(name, DnsRecordType.SRV))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            var services = new ArrayList<Service>();
            for (DnsRecord record : records) {
                try {
                    if (record instanceof DnsRawRecord raw && record.type().equals(DnsRecordType.SRV)) {
                        services.add(decode(raw.content()));
                    }
                } finally {
                    ReferenceCountUtil.release(record);
                }
            }
            return services;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking up " + name, e);
        } catch (ExecutionException e) {
            throw new IOException("looking up SRV records of " + name + ": " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("looking up SRV records of " + name + " took longer than " + TIMEOUT_SECONDS + "s",
                    e);
        }
    }

    /// `priority (2) · weight (2) · port (2) · target name` (RFC 2782).
    private static Service decode(ByteBuf record) throws IOException {
        if (record.readableBytes() <= SRV_FIXED_BYTES) {
            throw new IOException("an SRV record of " + record.readableBytes() + " bytes");
        }
        record.skipBytes(4);
        int port = record.readUnsignedShort();
        String host = DefaultDnsRecordDecoder.decodeName(record);
        return new Service(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port);
    }

    @Override
    public void close() {
        resolver.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
