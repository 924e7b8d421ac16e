package io.hypnos.service.web;

import java.io.IOException;
import java.io.OutputStream;

import tools.jackson.databind.json.JsonMapper;

/// A JSON value that writes itself. May be written once.
@FunctionalInterface
public interface JsonValue {

    void writeTo(OutputStream out) throws IOException;

    /// A value made of maps, lists, records, texts, numbers and booleans.
    static JsonValue of(Object value) {
        return out -> out.write(Mapper.INSTANCE.writeValueAsBytes(value));
    }

    /// Holds the mapper until it is first needed.
    final class Mapper {
        private static final JsonMapper INSTANCE = JsonMapper.builder().build();

        private Mapper() {}
    }
}
