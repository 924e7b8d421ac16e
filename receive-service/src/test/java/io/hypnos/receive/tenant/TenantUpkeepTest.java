package io.hypnos.receive.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.TsdbOptions;
import io.hypnos.tsdb.write.Refusal;
import io.hypnos.tsdb.write.WriteBatch;

class TenantUpkeepTest {

    private static final TenantId TEAM_A = new TenantId("team-a");
    private static final TenantId DEFAULT = new TenantId("default-tenant");
    private static final Labels UP = Labels.of("__name__", "up");

    /// Time that a test moves.
    private static final class MovedClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @TempDir
    private Path directory;
    private final MovedClock clock = new MovedClock();
    private final MemoryBucket bucket = new MemoryBucket();
    private TenantTsdbs tenants;
    private TenantUpkeep upkeep;

    @BeforeEach
    void open() {
        TenantOptions options = TenantsFixture.options(directory, Optional.of(bucket), this::tuned);
        tenants = new TenantTsdbs(options);
        upkeep = new TenantUpkeep(tenants, options, DEFAULT, clock);
    }

    private TsdbOptions.Builder tuned(TsdbOptions.Builder options) {
        return options.clock(clock).retention(Duration.ofDays(15));
    }

    @AfterEach
    void close() {
        upkeep.close();
        tenants.close();
    }

    private void write(TenantId tenant) {
        assertThat(tenants.get(tenant).tsdb().appender().add(UP, clock.millis(), 1).commit().isComplete()).isTrue();
    }

    private long uploaded() throws Exception {
        return bucket.list(Optional.empty(), Bucket.Listing.RECURSIVE).stream()
                .filter(entry -> entry.key().toString().endsWith("meta.json")).count();
    }

    @Test
    void takesDownATenantThatIsUsedNoMoreOnceAllItHadIsInTheBucket() throws Exception {
        write(TEAM_A);
        write(DEFAULT);
        clock.move(Duration.ofDays(14));
        upkeep.maintain();
        assertThat(tenants.find(TEAM_A)).isPresent();
        clock.move(Duration.ofDays(2));
        upkeep.maintain();
        assertThat(tenants.find(TEAM_A)).isEmpty();
        assertThat(directory.resolve("team-a")).doesNotExist();
        assertThat(tenants.find(DEFAULT)).isPresent();
        assertThat(uploaded()).isEqualTo(1);
        write(TEAM_A);
        assertThat(StoredSamples.of(tenants.get(TEAM_A).tsdb())).containsEntry(UP, List.of(clock.millis() + "=1.0"));
    }

    @Test
    void keepsBlocksThatAreNotInTheBucketYet() throws Exception {
        write(TEAM_A);
        tenants.get(TEAM_A).tsdb().flush();
        clock.move(Duration.ofDays(20));
        write(TEAM_A);
        tenants.get(TEAM_A).tsdb().flush();
        upkeep.maintain();
        assertThat(tenants.get(TEAM_A).tsdb().blocks()).hasSize(2);
        upkeep.ship();
        assertThat(uploaded()).isEqualTo(2);
        upkeep.maintain();
        assertThat(tenants.get(TEAM_A).tsdb().blocks()).hasSize(1);
    }

    @Test
    void uploadsEverythingAtItsEnd() throws Exception {
        write(TEAM_A);
        write(DEFAULT);
        upkeep.start();
        assertThat(upkeep.stop()).isTrue();
        assertThat(uploaded()).isEqualTo(2);
        assertThat(tenants.get(TEAM_A).append(new WriteBatch(), null, (batch, series) -> UP).refusal())
                .isEqualTo(Refusal.CLOSED);
    }

    @Test
    void opensTheOthersWhenOneIsBroken() throws Exception {
        write(TEAM_A);
        tenants.close();
        Files.createDirectories(directory.resolve("broken"));
        Files.writeString(directory.resolve("broken/wal"), "a file, where a directory should be");
        Files.createDirectories(directory.resolve("lost+found"));
        TenantTsdbs again = TenantsFixture.open(directory);
        again.openExisting(DEFAULT);
        assertThat(again.all()).extracting(TenantTsdb::tenant).containsExactlyInAnyOrder(TEAM_A, DEFAULT);
        assertThat(StoredSamples.of(again.get(TEAM_A).tsdb())).containsOnlyKeys(UP);
        again.close();
    }
}
