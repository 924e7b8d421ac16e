package io.hypnos.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.receive.tenant.StoredSamples;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.wire.Requests;
import io.hypnos.service.tenancy.TenantId;

/// A receiver whose file system fills up. Needs the right to mount one; skipped without.
class FullDiskReceiverTest {

    private static final long NOW = Clock.systemUTC().millis();
    private static final long RESERVE = 16L << 20;

    @TempDir
    private Path directory;
    private final Random random = new Random(7);

    @Test
    void asksToComeBackInTimeAndRecoversByItself() throws Exception {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString())
                .redirectErrorStream(true).start();
        String said = new String(mount.getInputStream().readAllBytes());
        Assumptions.assumeTrue(mount.waitFor() == 0, () -> "cannot mount a file system: " + said);
        try {
            fillAndEmpty(disk);
        } finally {
            assertThat(new ProcessBuilder("umount", disk.toString()).inheritIO().start().waitFor()).isZero();
        }
    }

    private void fillAndEmpty(Path disk) throws IOException {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[12 << 20]);
        try (TestReceiver receiver = TestReceiver
                .start("--tsdb.path=" + disk.resolve("data"), "--tsdb.disk-reserve=" + (RESERVE >> 20) + "MiB")
                .awaitReady()) {
            int stored = 0;
            int status = 204;
            while (status == 204) {
                status = receiver.write("team-a", unpackable(stored)).statusCode();
                stored += status == 204 ? 1 : 0;
                assertThat(stored).as("writes without a refusal").isLessThan(100_000);
            }
            assertThat(status).isEqualTo(503);
            assertThat(Files.getFileStore(disk).getUsableSpace()).as("left of the reserve").isGreaterThan(RESERVE / 4);
            await(() -> !receiver.role().isReady());
            assertThat(receiver.get(receiver.role().httpPort(), "/-/ready").statusCode()).isEqualTo(503);
            assertThat(receiver.get(receiver.role().httpPort(), "/-/healthy").statusCode()).isEqualTo(200);
            assertThat(series(receiver)).isEqualTo(stored);

            Files.delete(ballast);
            await(receiver.role()::isReady);
            assertThat(receiver.write("team-a", unpackable(stored)).statusCode()).isEqualTo(204);
            assertThat(series(receiver)).isEqualTo(stored + 1);
        }
    }

    private static void await(BooleanSupplier condition) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); !condition.getAsBoolean();) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static int series(TestReceiver receiver) {
        return StoredSamples.of(receiver.role().bean(TenantTsdbs.class).get(new TenantId("team-a")).tsdb()).size();
    }

    /// A series that takes some kilobytes of the log, compressed or not.
    private TimeSeries.Builder unpackable(int number) {
        var text = new StringBuilder();
        for (int i = 0; i < 8000; i++) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return Requests.series(NOW, number, "__name__", "m", "n", "" + number, "text", text.toString());
    }
}
