package io.hypnos.store.header;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.StorageException;
import io.hypnos.series.labels.Labels;
import io.hypnos.store.testing.GatewayFixture;
import io.hypnos.store.testing.RandomBlocks;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.PageCache;

class HeaderFileTest {

    @TempDir
    private Path temp;

    private GatewayFixture gateway;
    private Ulid block;

    @BeforeEach
    void fill() throws IOException {
        gateway = new GatewayFixture(new MemoryBucket(), temp);
        block = gateway.put(Labels.of("tenant_id", "t"), 0,
                new RandomBlocks(new Random(3)).series(30, 0, RandomBlocks.UNIT, 0));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private HeaderFile header(Path directory) {
        return new HeaderFile(block, new HeaderStorage(directory, gateway.bucket(), new PageCache(1 << 20),
                new HeaderMetrics(new PrometheusRegistry())));
    }

    @Test
    void hasTheSectionsOfTheIndexInTheLayoutOfThanos() throws Exception {
        byte[] index;
        try (var body = gateway.bucket().get(BlockKeys.index(block))) {
            index = body.readAllBytes();
        }
        try (HeaderFile header = header(temp.resolve("h"))) {
            header.prepare();
            assertThat(header.isOpen()).isFalse();
        }
        byte[] file = Files.readAllBytes(temp.resolve("h").resolve(block.toString()).resolve("index-header"));

        var toc = ByteBuffer.wrap(index, index.length - 52, 48);
        int symbols = (int) toc.getLong();
        int series = (int) toc.getLong();
        toc.getLong();
        toc.getLong();
        toc.getLong();
        int postingsTable = (int) toc.getLong();
        var bytes = ByteBuffer.wrap(file);
        assertThat(bytes.getInt()).isEqualTo(0xBAAAD792);
        assertThat(bytes.get()).isEqualTo((byte) 1);
        assertThat(bytes.get()).isEqualTo((byte) 2);
        assertThat(bytes.getLong()).isEqualTo(postingsTable);
        int tableAt = 14 + series - symbols;
        assertThat(Arrays.copyOfRange(file, 14, tableAt)).isEqualTo(Arrays.copyOfRange(index, symbols, series));
        assertThat(Arrays.copyOfRange(file, tableAt, file.length - 20))
                .isEqualTo(Arrays.copyOfRange(index, postingsTable, index.length));
        assertThat(ByteBuffer.wrap(file).getLong(file.length - 20)).isEqualTo(14);
        assertThat(ByteBuffer.wrap(file).getLong(file.length - 12)).isEqualTo(tableAt);
    }

    @Test
    void closesWhenNobodyUsesItAndOpensAgain() throws Exception {
        try (HeaderFile header = header(temp.resolve("h"))) {
            try (HeaderFile.Lease lease = header.lease()) {
                header.closeIfIdle(-1);
                assertThat(header.isOpen()).isTrue();
                assertThat(lease.header().symbols().count()).isPositive();
            }
            header.closeIfIdle(Long.MAX_VALUE);
            assertThat(header.isOpen()).isTrue();
            header.closeIfIdle(-1);
            assertThat(header.isOpen()).isFalse();
            try (HeaderFile.Lease lease = header.lease()) {
                assertThat(lease.header().symbols().count()).isPositive();
            }
        }
    }

    @Test
    void letsUsersFinishAfterItWasClosed() throws Exception {
        HeaderFile header = header(temp.resolve("h"));
        HeaderFile.Lease lease = header.lease();
        header.close();

        assertThat(lease.header().offsets().names()).isNotEmpty();
        assertThat(lease.header().offsets().find("__name__".getBytes(UTF_8), "up".getBytes(UTF_8))).isNotNull();
        lease.close();
        assertThatThrownBy(header::lease).isInstanceOf(StorageException.class)
                .hasMessage("block " + block + " is not served any more");
    }

    @Test
    void needsNoDiskWhereItIsKeptInMemory() throws Exception {
        try (HeaderFile header = header(null)) {
            header.prepare();
            try (HeaderFile.Lease lease = header.lease()) {
                assertThat(lease.header().symbols().count()).isPositive();
            }
        }
        assertThat(gateway.dataDirectory()).doesNotExist();
    }
}
