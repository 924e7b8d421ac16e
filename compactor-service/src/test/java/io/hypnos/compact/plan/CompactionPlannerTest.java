package io.hypnos.compact.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.hypnos.compact.plan.PlannedCompaction.Exclusion;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockStats;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

class CompactionPlannerTest {

    private static final long HOUR = 3_600_000;

    private final CompactionPlanner planner = new CompactionPlanner(CompactionRanges.DEFAULT);

    @Test
    void plansNothingForFewBlocks() {
        assertThat(plan()).isEmpty();
        assertThat(plan(block(1, 0, 2))).isEmpty();
        assertThat(plan(block(1, 0, 2), block(2, 2, 4))).isEmpty();
    }

    @Test
    void mergesAFullStretchOnceANewerBlockIsThere() {
        assertThat(plan(block(1, 0, 2), block(2, 2, 4), block(3, 4, 6), block(4, 6, 8))).isEmpty();
        assertThat(plan(block(1, 0, 2), block(2, 2, 4), block(3, 4, 6), block(4, 6, 8), block(5, 8, 10)))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void mergesAStretchWithGapsWhenNothingMoreWillCome() {
        assertThat(plan(block(1, 0, 2), block(2, 4, 6), block(3, 8, 10))).isEmpty();
        assertThat(plan(block(1, 0, 2), block(2, 4, 6), block(3, 8, 10), block(4, 10, 12))).containsExactly(1, 2);
    }

    @Test
    void growsFromLengthToLength() {
        assertThat(plan(block(1, 0, 8), block(2, 8, 16), block(3, 16, 24), block(4, 24, 32), block(5, 32, 40),
                block(6, 40, 48), block(7, 48, 50))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(plan(block(1, 0, 48), block(2, 48, 96), block(3, 96, 144), block(4, 144, 192), block(5, 192, 240),
                block(6, 240, 288), block(7, 288, 336), block(8, 336, 338))).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void prefersTheShortestLength() {
        assertThat(plan(block(1, 0, 8), block(2, 8, 16), block(3, 16, 18), block(4, 18, 20), block(5, 20, 22),
                block(6, 22, 24), block(7, 24, 26))).containsExactly(3, 4, 5, 6);
    }

    @Test
    void stopsAtTheLengthOfItsLevel() {
        List<BucketBlockMeta> week = List.of(block(1, 0, 48), block(2, 48, 96), block(3, 336, 338),
                block(4, 338, 340));
        assertThat(planner.plan(week, Set.of())).hasSize(2);
        assertThat(new CompactionPlanner(CompactionRanges.ofLevel(3)).plan(week, Set.of())).isEmpty();
    }

    @Test
    void alignsStretchesToTheEpochAlsoBeforeIt() {
        assertThat(plan(block(1, -8, -6), block(2, -6, -4), block(3, -4, -2), block(4, -2, 0), block(5, 0, 2)))
                .containsExactly(1, 2, 3, 4);
        assertThat(plan(block(1, -2, 0), block(2, 0, 2), block(3, 2, 4))).isEmpty();
    }

    @Test
    void leavesOutBlocksThatCrossAStretch() {
        assertThat(plan(block(1, 0, 2), block(2, 2, 4), block(3, 6, 10), block(4, 10, 12), block(5, 16, 18),
                block(6, 18, 20))).containsExactly(1, 2);
    }

    @Test
    void mergesOverlappingBlocksFirst() {
        assertThat(plan(block(1, 0, 2), block(2, 2, 4), block(3, 3, 5), block(4, 4, 6), block(5, 6, 8)))
                .containsExactly(2, 3, 4);
        assertThat(plan(block(1, 0, 20), block(2, 1, 2), block(3, 19, 22), block(4, 22, 24))).containsExactly(1, 2, 3);
        assertThat(plan(block(1, 0, 2), block(2, 0, 2))).containsExactly(1, 2);
    }

    @Test
    void mergesAroundExcludedBlocks() {
        List<BucketBlockMeta> blocks = List.of(block(1, 0, 2), block(2, 2, 4), block(3, 4, 6), block(4, 6, 8),
                block(5, 8, 10));

        assertThat(ids(planner.plan(blocks, ids(3)))).containsExactly(1, 2);
        assertThat(ids(planner.plan(blocks, ids(1)))).containsExactly(2, 3, 4);
        assertThat(ids(planner.plan(blocks, ids(2)))).containsExactly(3, 4);
        assertThat(ids(planner.plan(blocks, ids(2, 3)))).isEmpty();
        assertThat(ids(planner.plan(blocks, ids(1, 2, 3, 4, 5)))).isEmpty();
    }

    @Test
    void doesNotTakeAnExcludedBlockForAnOverlap() {
        List<BucketBlockMeta> blocks = List.of(block(1, 0, 2), block(2, 1, 3), block(3, 4, 6), block(4, 8, 10));

        assertThat(planner.plan(blocks, ids(2))).isEmpty();
        assertThat(ids(planner.plan(blocks, Set.of()))).containsExactly(1, 2);
    }

    @Test
    void leavesStretchesAloneInWhichABlockHasFailed() {
        BucketBlockMeta failed = with(block(2, 2, 4), block(2, 2, 4).block().lineage().asFailed(), BlockStats.NONE);

        assertThat(plan(block(1, 0, 2), failed, block(3, 4, 6), block(4, 6, 8), block(5, 8, 10), block(6, 10, 12),
                block(7, 16, 18), block(8, 18, 20))).containsExactly(5, 6);
    }

    @Test
    void rewritesLongBlocksWithManyDeletions() {
        BlockStats deletions = new BlockStats(1000, 1000, 0, 99, 100, 6);
        BucketBlockMeta worn = with(block(1, 0, 8), block(1, 0, 8).block().lineage(), deletions);
        BucketBlockMeta shortOne = with(block(2, 8, 10), block(2, 8, 10).block().lineage(), deletions);

        assertThat(ids(planner.plan(List.of(worn, block(3, 8, 16)), Set.of()))).containsExactly(1);
        assertThat(planner.plan(List.of(worn), Set.of())).as("the newest").isEmpty();
        assertThat(planner.plan(List.of(shortOne, block(3, 16, 18)), Set.of())).isEmpty();
        assertThat(planner.plan(List.of(with(worn, worn.block().lineage(), deletions.withTombstones(5)),
                block(3, 8, 16)), Set.of())).isEmpty();
    }

    @Test
    void agreesWithThePlainRules() {
        var random = new Random(Long.getLong("hypnos.seed", 42));
        long[] lengths = {2, 2, 2, 8, 8, 48, 336, 1, 3};
        for (int round = 0; round < 5_000; round++) {
            var blocks = new ArrayList<BucketBlockMeta>();
            long time = random.nextInt(400) - 200;
            for (int i = 0; i < 1 + random.nextInt(14); i++) {
                long length = lengths[random.nextInt(lengths.length)];
                if (random.nextInt(4) != 0) {
                    time = Math.floorDiv(time + length - 1, length) * length;
                }
                time += random.nextInt(6) == 0 ? -length * random.nextInt(2) : random.nextInt(3) * length;
                blocks.add(block(i + 1, time, time + length));
                time += length;
            }
            Collections.shuffle(blocks, random);
            var excluded = new TreeSet<Ulid>();
            for (BucketBlockMeta block : blocks) {
                if (random.nextInt(6) == 0) {
                    excluded.add(block.id());
                }
            }
            assertThat(ids(planner.plan(blocks, excluded))).isEqualTo(ids(PlainPlanner.plan(blocks, excluded)));
        }
    }

    @Test
    void keepsMergedIndexesBelowTheirLimit() throws Exception {
        List<BucketBlockMeta> blocks = List.of(block(1, 0, 2), block(2, 2, 4), block(3, 4, 6), block(4, 6, 8),
                block(5, 8, 10));
        var guarded = new GuardedPlanner(planner, 100, block -> block.id().equals(id(2)) ? 60 : 20);

        PlannedCompaction plan = guarded.plan(blocks, Set.of());

        assertThat(plan.exclusions()).extracting(exclusion -> exclusion.block().id()).containsExactly(id(2));
        assertThat(plan.exclusions()).extracting(Exclusion::reason).containsExactly(Reason.INDEX_SIZE_EXCEEDING);
        assertThat(ids(plan.blocks())).containsExactly(3, 4);
        assertThat(ids(new GuardedPlanner(planner, 1000, _ -> 20).plan(blocks, Set.of()).blocks()))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void doesNotMixOverlappingDownsampledBlocks() throws Exception {
        List<BucketBlockMeta> blocks = List.of(downsampled(block(1, 0, 48)), downsampled(block(2, 24, 72)),
                downsampled(block(3, 72, 96)), downsampled(block(4, 336, 384)), downsampled(block(5, 384, 432)));

        PlannedCompaction plan = new GuardedPlanner(planner, 1000, _ -> 1).plan(blocks, Set.of());

        assertThat(plan.exclusions()).extracting(exclusion -> exclusion.block().id()).containsExactly(id(1), id(2));
        assertThat(plan.exclusions()).extracting(Exclusion::reason)
                .containsOnly(Reason.DOWNSAMPLE_VERTICAL_COMPACTION);
        assertThat(plan.blocks()).isEmpty();
    }

    private List<Integer> plan(BucketBlockMeta... blocks) {
        List<BucketBlockMeta> shuffled = new ArrayList<>(List.of(blocks));
        Collections.shuffle(shuffled, new Random(blocks.length));
        return ids(planner.plan(shuffled, Set.of()));
    }

    private static BucketBlockMeta block(int id, long fromHour, long toHour) {
        return BucketBlockMeta.of(new BlockMeta(id(id), fromHour * HOUR, toHour * HOUR,
                new BlockStats(1, 1, 0, 1, 1, 0), BlockLineage.original(id(id)),
                ThanosMeta.of(Labels.of("a", "b"), "")));
    }

    private static BucketBlockMeta with(BucketBlockMeta block, BlockLineage lineage, BlockStats stats) {
        return BucketBlockMeta.of(block.block().withLineage(lineage).withStats(stats));
    }

    private static BucketBlockMeta downsampled(BucketBlockMeta block) {
        return BucketBlockMeta.of(block.block().withThanos(block.thanos().withResolution(300_000)));
    }

    private static Ulid id(long number) {
        return new Ulid(number, 0);
    }

    private static Set<Ulid> ids(int... numbers) {
        var ids = new TreeSet<Ulid>();
        Arrays.stream(numbers).forEach(number -> ids.add(id(number)));
        return ids;
    }

    private static List<Integer> ids(List<BucketBlockMeta> blocks) {
        return blocks.stream().map(block -> (int) block.id().high()).toList();
    }
}
