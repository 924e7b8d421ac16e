package io.hypnos.receive.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

import io.hypnos.series.XxHash64;
import io.hypnos.service.tenancy.TenantId;

/// Hashes the series of one tenant for a ring: `xxHash64(tenant 0xFF { name 0xFF value 0xFF }*)`. Fed label by label, so that nobody has to
/// build label sets. Used by one thread.
public final class SeriesHash {

    private static final byte SEPARATOR = (byte) 0xFF;

    private byte[] bytes = new byte[1024];
    private int tenantLength;
    private int length;

    /// Goes over to a tenant's series.
    public void tenant(TenantId tenant) {
        byte[] name = tenant.value().getBytes(UTF_8);
        length = 0;
        append(name, 0, name.length);
        tenantLength = length;
    }

    /// Begins a series.
    public void begin() {
        length = tenantLength;
    }

    /// Adds a label; labels come in the order of their names.
    public void label(byte[] from, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        append(from, nameOffset, nameLength);
        append(from, valueOffset, valueLength);
    }

    public long hash() {
        return XxHash64.hash(bytes, 0, length);
    }

    private void append(byte[] from, int offset, int count) {
        if (length + count + 1 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count + 1));
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        bytes[length++] = SEPARATOR;
    }
}
