package io.hypnos.allinone.bench.wire;

import java.io.IOException;

/// A receiver, as one sender sees it: one request at a time.
public interface WriteTarget extends AutoCloseable {

    /// Sends a request and waits for the answer.
    ///
    /// @throws IOException when there was none; the receiver may or may not have taken the request
    WriteResponse send(RequestBuffer request) throws IOException;

    @Override
    void close();
}
