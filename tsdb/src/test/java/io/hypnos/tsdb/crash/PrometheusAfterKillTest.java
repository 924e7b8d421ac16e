package io.hypnos.tsdb.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.testing.PrometheusServer;

/// The real Prometheus, started on the directory of a process that was killed with SIGKILL.
class PrometheusAfterKillTest {

    private static final long START = 1_700_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void answersEverythingThatWasAcknowledged() throws IOException, InterruptedException {
        answersAfterKillAt(Step.HEAD_CHUNKS_WRITTEN, false, "a");
        answersAfterKillAt(Step.CHECKPOINT_PUBLISHED, true, "b");
    }

    private void answersAfterKillAt(Step step, boolean late, String name) throws IOException, InterruptedException {
        Path data = directory.resolve(name);
        var load = new Load(3, late);
        var journal = new Journal(load, directory.resolve("journal-" + name), START);
        try (var victim = Victim.start(data, load, journal, null, 0)) {
            victim.killAfter(new Random(4), 600);
        }
        journal.read();
        try (var victim = Victim.start(data, load, journal, step, 2)) {
            victim.killAtStep();
        }
        journal.read();
        try (var server = PrometheusServer.start(data)) {
            var answer = server.floats("load[1d]", journal.nextTime() + 60_000);
            var acknowledged = journal.acknowledgedFloats();
            assertThat(answer.keySet()).containsAll(acknowledged.keySet());
            acknowledged.forEach((labels, samples) -> assertThat(answer.get(labels)).as("%s", labels)
                    .containsAllEntriesOf(samples));
            var intended = journal.intendedFloats();
            answer.forEach((labels, samples) -> assertThat(intended.get(labels)).as("%s", labels)
                    .containsAllEntriesOf(samples));
            assertThat(server.log()).doesNotContain("level=error");
        }
    }
}
