package io.hypnos.series.dedup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.hypnos.series.Samples;

/// Columns that are needed only while a series is decoded, shared by the series of one set and the threads that decode them.
final class SamplesPool {

    private final Deque<Samples> free = new ArrayDeque<>();

    /// Columns for one decoding; closing gives them back.
    final class Loan implements AutoCloseable {

        private final List<Samples> taken = new ArrayList<>();

        Samples take() {
            Samples samples = poll();
            taken.add(samples);
            return samples;
        }

        @Override
        public void close() {
            giveBack(taken);
        }
    }

    Loan loan() {
        return new Loan();
    }

    private synchronized Samples poll() {
        return free.isEmpty() ? new Samples() : free.pop();
    }

    private synchronized void giveBack(List<Samples> taken) {
        taken.forEach(free::push);
    }
}
