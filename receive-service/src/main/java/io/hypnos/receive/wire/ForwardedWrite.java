package io.hypnos.receive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.service.tenancy.TenantId;

/// A `thanos.WriteRequest`, as receivers send it to each other:
///
///     WriteRequest 1 TimeSeries*, 2 tenant, 3 replica, 4 Tuple*       field 4, where there is any, replaces 1 and 2
///     Tuple        1 TimeSeries*, 2 tenant
///
/// @param replica which copy this is, counted from 1; 0 for a write that was not copied yet
/// @param tenants whose series are in the batch, without gaps
public record ForwardedWrite(long replica, List<TenantSeries> tenants) {

    private static final int SERIES = 1 << 3 | ProtoScan.DELIMITED;
    private static final int TENANT = 2 << 3 | ProtoScan.DELIMITED;
    private static final int REPLICA = 3 << 3 | ProtoScan.VARINT;
    private static final int TUPLE = 4 << 3 | ProtoScan.DELIMITED;

    /// The series from number `from` to before `to`.
    public record TenantSeries(TenantId tenant, int from, int to) {}

    /// Decodes a message that lies at the start of `into`'s bytes.
    ///
    /// @param forwards whether series may have to be sent on
    /// @throws MalformedWriteException when it is none
    /// @throws io.hypnos.service.tenancy.InvalidTenantException for a tenant that cannot be one
    public static ForwardedWrite decode(int length, boolean forwards, RemoteWrite1Decoder decoder, DecodedWrite into) {
        into.begin(length, forwards);
        var tuples = new ArrayList<int[]>();
        var scan = new ProtoScan().over(into.bytes(), 0, length);
        long replica = 0;
        while (scan.hasMore()) {
            int tag = scan.tag();
            if (tag == REPLICA) {
                replica = scan.varint();
            } else if (tag == TUPLE) {
                int size = scan.length();
                tuples.add(new int[]{scan.position, size});
                scan.position += size;
            } else {
                scan.skip(tag);
            }
        }
        if (tuples.isEmpty()) {
            tuples.add(new int[]{0, length});
        }
        var tenants = new ArrayList<TenantSeries>();
        for (int[] tuple : tuples) {
            int from = into.batch().seriesCount();
            TenantId tenant = tuple(tuple[0], tuple[1], decoder, into);
            tenants.add(new TenantSeries(tenant, from, into.batch().seriesCount()));
        }
        return new ForwardedWrite(replica, tenants);
    }

    private static TenantId tuple(int offset, int length, RemoteWrite1Decoder decoder, DecodedWrite into) {
        String tenant = "";
        var scan = new ProtoScan().over(into.bytes(), offset, length);
        while (scan.hasMore()) {
            int tag = scan.tag();
            if (tag == SERIES) {
                int size = scan.length();
                decoder.decodeSeries(scan.position, size, into);
                scan.position += size;
                scan.bytes = into.bytes();
            } else if (tag == TENANT) {
                int size = scan.length();
                tenant = new String(scan.bytes, scan.position, size, UTF_8);
                scan.position += size;
            } else {
                scan.skip(tag);
            }
        }
        return tenant.isEmpty() ? TenantId.DEFAULT : new TenantId(tenant);
    }

    /// The message that carries some series of a decoded request to another receiver.
    ///
    /// @param replica counted from 1
    /// @param parts   the series of each tenant, by their numbers in `write`
    public static byte[] encode(DecodedWrite write, long replica, List<TenantPart> parts) {
        int size = 1 + DecodedWrite.varintSize(replica);
        int[] sizes = new int[parts.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = tupleSize(write, parts.get(i));
            size = Math.addExact(size, delimitedSize(sizes[i]));
        }
        var out = new MessageBytes(size);
        out.tag(REPLICA);
        out.varint(replica);
        for (int i = 0; i < sizes.length; i++) {
            out.delimited(TUPLE, sizes[i]);
            writeTuple(write, parts.get(i), out);
        }
        return out.bytes();
    }

    /// Some series of one tenant, by number.
    ///
    /// @param series lent; as many as `count` count
    public record TenantPart(TenantId tenant, int[] series, int count) {}

    private static int tupleSize(DecodedWrite write, TenantPart part) {
        int size = delimitedSize(part.tenant().value().length());
        for (int i = 0; i < part.count(); i++) {
            size = Math.addExact(size, delimitedSize(seriesSize(write, part.series()[i])));
        }
        return size;
    }

    private static int seriesSize(DecodedWrite write, int series) {
        return write.batch().keyLength(series) + write.tailLength(series);
    }

    private static void writeTuple(DecodedWrite write, TenantPart part, MessageBytes out) {
        byte[] bytes = write.bytes();
        for (int i = 0; i < part.count(); i++) {
            int series = part.series()[i];
            out.delimited(SERIES, seriesSize(write, series));
            out.put(bytes, write.batch().keyOffset(series), write.batch().keyLength(series));
            out.put(bytes, write.tailOffset(series), write.tailLength(series));
        }
        byte[] tenant = part.tenant().value().getBytes(UTF_8);
        out.delimited(TENANT, tenant.length);
        out.put(tenant, 0, tenant.length);
    }

    private static int delimitedSize(int size) {
        return 1 + DecodedWrite.varintSize(size) + size;
    }

    /// An array of exactly the size of a message, being filled.
    private static final class MessageBytes {
        private final byte[] bytes;
        private int length;

        private MessageBytes(int size) {
            bytes = new byte[size];
        }

        void tag(int tag) {
            bytes[length++] = (byte) tag;
        }

        void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        void delimited(int tag, int size) {
            tag(tag);
            varint(size);
        }

        void put(byte[] from, int offset, int count) {
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }

        byte[] bytes() {
            if (length != bytes.length) {
                throw new IllegalStateException("a message of " + bytes.length + " bytes came out as " + length);
            }
            return bytes;
        }
    }
}
