package io.hypnos.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.tsdb.step.StepListener;

class WalTest {

    @TempDir
    Path directory;

    private Salvage salvage() {
        return new Salvage(directory.resolve("quarantine"), new WalMetrics(), StepListener.NONE);
    }

    @Test
    void keepsTheOrderOfTicketsWhoeverWritesFirst() throws IOException, InterruptedException {
        Path log = directory.resolve("wal");
        var expected = new ConcurrentSkipListMap<Long, String>();
        try (Wal wal = LogFixture.open(log, 4 << 15, true)) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) {
                var random = new Random(t);
                threads.add(Thread.ofVirtual().start(() -> {
                    PreparedRecords records = wal.newRecords();
                    for (int i = 0; i < 200; i++) {
                        long ticket = wal.reserve();
                        records.clear();
                        if (random.nextInt(10) > 0) {
                            RecordBuffer record = LogFixture.record(random, 1 + random.nextInt(500));
                            expected.put(ticket, LogFixture.text(record));
                            records.add(record);
                        }
                        assertThat(wal.commit(ticket, records)).isTrue();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(expected).hasSizeGreaterThan(1000);
        assertThat(WalFormat.segments(log)).hasSizeGreaterThan(1);
        assertThat(LogFixture.read(log, salvage())).isEqualTo(List.copyOf(expected.values()));
    }

    @Test
    void readsBackRecordsOfAnySize() throws IOException {
        Path log = directory.resolve("wal");
        var random = new Random(6);
        var texts = new ArrayList<String>();
        try (Wal wal = LogFixture.open(log, 2 << 15, false)) {
            for (int i = 0; i < 300; i++) {
                // Sizes around those of what is left in a page, and some that are longer than a segment.
                RecordBuffer record = LogFixture.record(random,
                        i % 50 == 49 ? 100_000 + random.nextInt(100_000) : 1 + random.nextInt(2_000));
                texts.add(LogFixture.text(record));
                LogFixture.append(wal, record);
            }
        }
        assertThat(LogFixture.read(log, salvage())).isEqualTo(texts);
        for (int number : WalFormat.segments(log)) {
            assertThat(Files.size(WalFormat.segment(log, number)) % WalFormat.PAGE_SIZE).isZero();
        }
    }

    @Test
    void beginsANewSegmentWithEveryOpening() throws IOException {
        Path log = directory.resolve("wal");
        var texts = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            try (Wal wal = LogFixture.open(log, 1 << 20, true)) {
                RecordBuffer record = LogFixture.record(new Random(i), 100);
                texts.add(LogFixture.text(record));
                LogFixture.append(wal, record);
            }
        }
        assertThat(WalFormat.segments(log)).containsExactly(0, 1, 2);
        assertThat(LogFixture.read(log, salvage())).isEqualTo(texts);
    }

    @Test
    void writesLaterWhatCouldNotBeWritten() throws IOException {
        Path log = directory.resolve("wal");
        var texts = new ArrayList<String>();
        try (Wal wal = LogFixture.open(log, 2 << 15, false)) {
            RecordBuffer first = LogFixture.record(new Random(1), 60_000);
            texts.add(LogFixture.text(first));
            LogFixture.append(wal, first);
            // The next record needs a new segment, whose name is taken.
            Path obstacle = Files.createDirectory(WalFormat.segment(log, 1));
            RecordBuffer second = LogFixture.record(new Random(2), 60_000);
            PreparedRecords records = wal.newRecords();
            records.add(second);
            assertThat(wal.commit(wal.reserve(), records)).isFalse();
            assertThat(wal.failing()).isTrue();
            assertThat(wal.retry()).isFalse();
            Files.delete(obstacle);
            assertThat(wal.retry()).isTrue();
            assertThat(wal.failing()).isFalse();
            texts.add(LogFixture.text(second));
            RecordBuffer third = LogFixture.record(new Random(3), 100);
            texts.add(LogFixture.text(third));
            LogFixture.append(wal, third);
        }
        assertThat(LogFixture.read(log, salvage())).isEqualTo(texts);
    }

    @Test
    void watchesTheReserve() {
        long[] free = {1000};
        var reserve = new DiskReserve(800, () -> free[0]);
        assertThat(reserve.exhausted()).isFalse();
        free[0] = 799;
        reserve.refresh();
        assertThat(reserve.exhausted()).isTrue();
        free[0] = 850;
        reserve.refresh();
        assertThat(reserve.exhausted()).as("not before an eighth more is free").isTrue();
        free[0] = 900;
        reserve.refresh();
        assertThat(reserve.exhausted()).isFalse();
    }

    @Test
    void numbersAreNotMistakenForOtherFiles() throws IOException {
        for (String name : List.of("00000003", "00000001", "checkpoint.00000002", "checkpoint.00000002.tmp", "x",
                "00000001.repair", "series_state.json")) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(WalFormat.segments(directory)).containsExactly(1, 3);
        assertThat(WalFormat.newestCheckpoint(directory)).contains(2);
    }
}
