package io.hypnos.store.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.FaultyBucket;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.series.testing.Seeded;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.store.block.BlockStorage.PostingsPolicy;
import io.hypnos.store.block.BucketBlock.Preparation;
import io.hypnos.store.header.HeaderFile;
import io.hypnos.store.testing.GatewayFixture;
import io.hypnos.store.testing.RandomBlocks;
import io.hypnos.store.testing.RottenBucket;
import io.hypnos.tsdb.block.Ulid;

/// Whatever happens to a block, an answer has nothing wrong in it: what cannot be read is missing, and the answer says so.
@Seeded
class BrokenBlocksTest {

    private static final Labels GOOD = Labels.of("stream", "good");
    private static final Labels BAD = Labels.of("stream", "bad");
    private static final int ROTS = 250;

    @TempDir
    private Path temp;

    private final RottenBucket bucket = new RottenBucket(new MemoryBucket());
    private GatewayFixture gateway;
    private Ulid bad;

    @BeforeEach
    void fill() throws IOException {
        gateway = new GatewayFixture(bucket, temp);
        var blocks = new RandomBlocks(new Random(7));
        gateway.put(GOOD, 0, blocks.series(20, 0, RandomBlocks.UNIT, 0));
        bad = gateway.put(BAD, 0, blocks.series(40, 0, RandomBlocks.UNIT, 0));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static SeriesRequest request(PartialResponse partialResponse, Matcher... matchers) {
        return new SeriesRequest(new Selection(TimeRange.ALL, List.of(matchers), List.of()),
                SeriesRequest.ChunkRequest.RAW, SelectHints.of(TimeRange.ALL), null, partialResponse, 0);
    }

    private static final Matcher ALL = Matcher.of(MatchType.REGEX, "__name__", ".+");

    /// An answer, and what was said about it.
    private record Answer(Map<Labels, List<SeriesChunk>> series, List<String> warnings) {}

    private Answer ask(SeriesRequest request) {
        var found = new LinkedHashMap<Labels, List<SeriesChunk>>();
        try (ChunkSeriesSet set = gateway.store().series(request, QueryContext.UNLIMITED)) {
            while (set.next()) {
                ChunkSeries series = set.series();
                found.put(series.labels(), series.chunks());
            }
            return new Answer(found, set.warnings());
        }
    }

    @Test
    void answersNothingWrongFromRottenBytes(Random random) throws Exception {
        gateway.blocks().sync();
        Answer whole = ask(request(PartialResponse.WARN, ALL));
        List<ObjectKey> objects = List.of(BlockKeys.index(bad), BlockKeys.segment(bad, "000001"));
        int noticed = 0;
        for (int i = 0; i < ROTS; i++) {
            ObjectKey key = objects.get(i % objects.size());
            byte[] bytes = bucket.original(key);
            rot(bytes, random);
            bucket.heal();
            bucket.replace(key, random.nextInt(10) == 0
                    ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
                    : bytes);
            forgetHeaders();
            gateway.restart(GatewayFixture.Options.DEFAULT.withoutCache()
                    .with(List.of(Preparation.values()).get(random.nextInt(3))));
            gateway.blocks().sync();
            Answer partial = ask(request(PartialResponse.WARN, ALL));

            assertThat(whole.series().keySet()).containsAll(partial.series().keySet());
            partial.series().forEach((labels, chunks) -> assertThat(chunks).isEqualTo(whole.series().get(labels)));
            assertThat(partial.series().keySet().stream().filter(labels -> labels.get("stream").equals("good")))
                    .hasSize((int) whole.series().keySet().stream()
                            .filter(labels -> labels.get("stream").equals("good")).count());
            boolean loaded = gateway.blocks().last().loaded().size() == 2;
            if (partial.series().size() < whole.series().size()) {
                noticed++;
                assertThat(loaded && partial.warnings().isEmpty()).as("a hole that nobody tells").isFalse();
            }
        }
        assertThat(noticed).as("rotten bytes that mattered").isGreaterThan(ROTS / 4);
    }

    private static void rot(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
    }

    private void forgetHeaders() throws IOException {
        for (var meta : gateway.blocks().last().loaded()) {
            Files.deleteIfExists(header(meta.id()));
        }
    }

    private Path header(Ulid block) {
        return gateway.dataDirectory().resolve(block.toString()).resolve(HeaderFile.NAME);
    }

    @Test
    void leavesOutABlockThatCannotBeLoadedUntilItCan() throws Exception {
        byte[] bytes = bucket.original(BlockKeys.index(bad));
        bucket.replace(BlockKeys.index(bad), Arrays.copyOf(bytes, bytes.length - 20));
        gateway.blocks().sync();

        assertThat(gateway.blocks().last().loaded()).extracting(meta -> meta.labels()).containsExactly(GOOD);
        assertThat(ask(request(PartialResponse.ABORT, ALL)).series().keySet())
                .allMatch(labels -> labels.get("stream").equals("good"));

        bucket.heal();
        gateway.blocks().sync();

        assertThat(gateway.blocks().last().loaded()).hasSize(2);
    }

    @Test
    void buildsADamagedHeaderAnew(Random random) throws Exception {
        gateway.blocks().sync();
        Answer whole = ask(request(PartialResponse.ABORT, ALL));
        byte[] good = Files.readAllBytes(header(bad));
        for (int i = 0; i < 40; i++) {
            byte[] damaged = good.clone();
            rot(damaged, random);
            Files.write(header(bad), i % 4 == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged);
            gateway.restart(GatewayFixture.Options.DEFAULT.withoutCache()
                    .with(i % 2 == 0 ? Preparation.OPEN : Preparation.NONE));
            gateway.blocks().sync();

            assertThat(ask(request(PartialResponse.ABORT, ALL))).isEqualTo(whole);
            assertThat(header(bad)).hasBinaryContent(good);
        }
    }

    @Test
    void servesNoMoreWhatWasDeleted() throws Exception {
        gateway.blocks().sync();
        for (String name : List.of(BlockKeys.META, BlockKeys.INDEX, BlockKeys.CHUNKS + "/000001")) {
            bucket.delete(BlockKeys.directory(bad).resolve(name));
        }

        gateway.blocks().sync();

        assertThat(gateway.blocks().last().loaded()).hasSize(1);
        assertThat(header(bad)).doesNotExist();
        assertThat(ask(request(PartialResponse.ABORT, ALL)).warnings()).isEmpty();
    }

    @Test
    void tellsOfChunksThatAreGone() throws Exception {
        gateway.blocks().sync();
        bucket.delete(BlockKeys.segment(bad, "000001"));

        Answer partial = ask(request(PartialResponse.WARN, ALL));

        assertThat(partial.series()).isNotEmpty();
        assertThat(partial.series().keySet()).allMatch(labels -> labels.get("stream").equals("good"));
        assertThat(partial.warnings()).singleElement().asString()
                .isEqualTo("block " + bad + " cannot be read: block " + bad + ": object not found: " + bad
                        + "/chunks/000001");
        assertThatThrownBy(() -> ask(request(PartialResponse.ABORT, ALL))).isInstanceOfSatisfying(StoreException.class,
                refused -> assertThat(refused.reason()).isEqualTo(StoreException.Reason.ABORTED));
    }

    @Test
    void tellsOfLabelsThatCannotBeRead() throws Exception {
        gateway.blocks().sync();
        bucket.delete(BlockKeys.index(bad));
        var labels = new LabelsRequest(new Selection(TimeRange.ALL, List.of(ALL), List.of()), PartialResponse.WARN, 0);

        var found = gateway.store().labelValues("stream", labels, QueryContext.UNLIMITED);

        assertThat(found.texts()).containsExactly("good");
        assertThat(found.warnings()).singleElement().asString().startsWith("block " + bad + " cannot be read");
    }

    @Test
    void finishesRequestsOnABlockThatIsDropped() throws Exception {
        gateway.blocks().sync();
        Answer whole = ask(request(PartialResponse.ABORT, ALL));
        var found = new LinkedHashMap<Labels, List<SeriesChunk>>();
        try (ChunkSeriesSet set = gateway.store().series(request(PartialResponse.ABORT, ALL),
                QueryContext.UNLIMITED)) {
            bucket.delete(BlockKeys.meta(bad));
            gateway.blocks().sync();
            assertThat(gateway.blocks().last().loaded()).hasSize(1);
            while (set.next()) {
                found.put(set.series().labels(), set.series().chunks());
            }
            assertThat(set.warnings()).isEmpty();
        }

        assertThat(found).isEqualTo(whole.series());
        assertThat(header(bad)).doesNotExist();
    }

    @Test
    void survivesABucketThatFailsNowAndThen(Random random) throws Exception {
        gateway.blocks().sync();
        Answer whole = ask(request(PartialResponse.ABORT, ALL));
        var faulty = new FaultyBucket(bucket, new FaultyBucket.Faults(0.1, 0.1, 0), random.nextLong());
        try (var unlucky = new GatewayFixture(faulty, temp.resolve("unlucky"))) {
            for (int i = 0; i < 60; i++) {
                unlucky.restart(GatewayFixture.Options.DEFAULT.withoutCache().with(new PostingsPolicy(i % 2 == 0, 1)));
                try {
                    unlucky.blocks().sync();
                } catch (IOException e) {
                    continue;
                }
                var found = new LinkedHashMap<Labels, List<SeriesChunk>>();
                var warnings = new ArrayList<String>();
                try (ChunkSeriesSet set = unlucky.store().series(request(PartialResponse.WARN, ALL),
                        QueryContext.UNLIMITED)) {
                    while (set.next()) {
                        found.put(set.series().labels(), set.series().chunks());
                    }
                    warnings.addAll(set.warnings());
                }
                assertThat(whole.series().entrySet()).containsAll(found.entrySet());
                if (found.size() < whole.series().size()) {
                    assertThat(!warnings.isEmpty() || unlucky.blocks().last().loaded().size() < 2).isTrue();
                }
            }
        }
        assertThat(faulty.injected()).isPositive();
    }
}
