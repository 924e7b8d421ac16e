package io.hypnos.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockStats;
import io.hypnos.tsdb.block.Ulid;

/// Ranges are 20, 60, 180, 540; a block is written `from-to`, with letters for what is special: `f` failed, `s` of stale and `c` of selected series,
/// `d` a third and `D` all of its series with deletions.
class LeveledPlannerTest {

    private final LeveledPlanner planner = new LeveledPlanner(LeveledPlanner.ranges(20, 540), true);

    private String plan(String... blocks) {
        var metas = new ArrayList<BlockMeta>();
        for (String block : blocks) {
            String marks = block.replaceAll("[-0-9]", "");
            String[] times = block.substring(0, block.length() - marks.length()).split("(?<=\\d)-");
            var ulid = new Ulid(0, metas.size() + 1);
            var hints = new ArrayList<String>();
            if (marks.contains("s")) {
                hints.add(BlockLineage.FROM_STALE_SERIES);
            }
            if (marks.contains("c")) {
                hints.add(BlockLineage.FROM_SELECTED_SERIES);
            }
            long tombstones = marks.contains("D") ? 30 : marks.contains("d") ? 10 : 0;
            metas.add(new BlockMeta(ulid, Long.parseLong(times[0]), Long.parseLong(times[1]),
                    new BlockStats(0, 0, 0, 30, 0, tombstones),
                    new BlockLineage(1, List.of(ulid), List.of(), false, marks.contains("f"), hints), null));
        }
        Collections.shuffle(metas, new Random(1));
        var text = new StringBuilder();
        for (BlockMeta meta : planner.plan(metas)) {
            text.append(text.isEmpty() ? "" : " ").append(meta.minTime()).append('-').append(meta.maxTime());
        }
        return text.toString();
    }

    @Test
    void hasRangesThatGrowThreefold() {
        assertThat(LeveledPlanner.ranges(7_200_000, 36 * 3_600_000L)).containsExactly(7_200_000L, 21_600_000L,
                64_800_000L);
        assertThat(LeveledPlanner.ranges(10, 10)).containsExactly(10L);
    }

    @Test
    void leavesTheNewestBlockAlone() {
        assertThat(plan()).isEmpty();
        assertThat(plan("0-20")).isEmpty();
        assertThat(plan("0-20", "20-40", "40-60")).isEmpty();
        assertThat(plan("0-20", "20-40", "40-60", "60-80")).isEqualTo("0-20 20-40 40-60");
    }

    @Test
    void mergesWindowsThatAreFullOrPast() {
        assertThat(plan("0-20", "20-40", "60-80")).isEmpty();
        assertThat(plan("0-20", "20-40", "60-80", "80-100")).isEqualTo("0-20 20-40");
        assertThat(plan("0-20", "40-60", "60-80")).isEqualTo("0-20 40-60");
        assertThat(plan("0-20", "20-40", "40-60", "60-120", "120-180", "180-200")).isEqualTo("0-20 20-40 40-60");
        assertThat(plan("0-60", "60-120", "120-180", "180-200")).isEqualTo("0-60 60-120 120-180");
        assertThat(plan("-60--40", "-40--20", "-20-0", "0-20")).isEqualTo("-60--40 -40--20 -20-0");
        assertThat(plan("0-60", "60-120", "120-180", "180-240", "540-560")).isEqualTo("0-60 60-120 120-180");
        assertThat(plan("0-20", "60-80", "120-140")).isEmpty();
        assertThat(plan("0-20", "60-80", "120-140", "180-200", "200-220")).isEqualTo("0-20 60-80 120-140");
    }

    @Test
    void leavesWindowsAloneThatFailed() {
        assertThat(plan("0-20", "20-40f", "40-60", "60-80")).isEmpty();
        assertThat(plan("0-20", "20-40f", "40-60", "60-80", "80-100", "120-140",
                "140-160")).isEqualTo("60-80 80-100");
    }

    @Test
    void mergesOverlappingBlocksFirst() {
        assertThat(plan("0-20", "20-40", "40-60", "55-75", "80-100")).isEqualTo("40-60 55-75");
        assertThat(plan("0-100", "10-20", "30-40", "120-140", "130-150")).isEqualTo("0-100 10-20 30-40");
        assertThat(plan("0-20", "0-20")).isEqualTo("0-20 0-20");
        assertThat(new LeveledPlanner(LeveledPlanner.ranges(20, 540), false).plan(List.of())).isEmpty();
    }

    @Test
    void neverMixesKinds() {
        assertThat(plan("0-20", "0-20s", "20-40", "20-40s", "40-60", "40-60s", "60-80", "60-80s"))
                .isEqualTo("0-20 20-40 40-60");
        assertThat(plan("0-20s", "0-20s", "0-200")).isEqualTo("0-20 0-20");
        assertThat(plan("0-20c", "10-20c", "0-200", "0-200s")).isEqualTo("0-20 10-20");
        assertThat(plan("0-20c", "0-20s", "0-20")).isEmpty();
    }

    @Test
    void rewritesBlocksOfWhichMuchIsDeleted() {
        assertThat(plan("0-540", "540-1080d", "1080-1100")).isEqualTo("540-1080");
        assertThat(plan("0-540d", "540-560", "1080-1100")).isEmpty();
        assertThat(plan("0-540", "540-560D", "1080-1100")).isEqualTo("540-560");
        assertThat(plan("0-540", "540-1080D")).isEmpty();
    }
}
