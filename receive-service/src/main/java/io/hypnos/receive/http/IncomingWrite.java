package io.hypnos.receive.http;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// A request as it came in.
///
/// @param header     gives the value of a header; null for one that is absent
/// @param body       packed; only the first `length` bytes count
/// @param clientName the field of the client's certificate that names the tenant; null when tenants are not told by certificates, empty when
///                   the client has none
record IncomingWrite(Function<String, @Nullable String> header, byte[] body, int length, @Nullable String clientName) {

    String header(String name, String otherwise) {
        String value = header.apply(name);
        return value == null ? otherwise : value;
    }
}
