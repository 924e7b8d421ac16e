package io.hypnos.allinone.bench.load;

import java.io.IOException;

/// Is told of every request when its last answer is there.
@FunctionalInterface
public interface RequestLog {

    RequestLog NONE = (acknowledged, latencyNanos) -> {
        // Nobody asks.
    };

    /// @param latencyNanos time since the request was due
    void finished(boolean acknowledged, long latencyNanos) throws IOException;
}
