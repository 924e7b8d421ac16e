package io.hypnos.allinone.bench.load;

import java.io.IOException;

/// Is told of every request whose samples the receiver has taken over.
@FunctionalInterface
public interface Acknowledgements {

    Acknowledgements NONE = (group, step) -> {
        // Nobody asks.
    };

    /// @param group the series
    /// @param step  the step of which each series has one sample
    void acknowledged(SeriesGroup group, long step) throws IOException;
}
