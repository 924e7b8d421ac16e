package io.hypnos.promql.exec.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.exec.QueryAnnotations;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.number.Quantiles;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.Window;
import io.hypnos.series.Samples;
import io.hypnos.series.labels.Labels;

/// Functions in which windows share work give, to the bit, what their plain form gives for each window by itself.
class SharedWindowsTest {

    private static final int ROUNDS = 300;
    private static final int STEPS = 70;

    /// What values are like.
    private enum Data {
        WHOLE {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> random.nextInt(-1_000, 1_000_000);
            }
        },
        ZEROS {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> random.nextBoolean() ? -0.0 : random.nextInt(-1, 2);
            }
        },
        /// Whole, but so large that sums are rounded.
        LARGE {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> random.nextLong(1L << 52) * (random.nextBoolean() ? 3.0 : -1.0);
            }
        },
        FRACTIONS {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> random.nextInt(1_000) / 100.0;
            }
        },
        /// Few fractions and things that are no numbers among whole ones.
        MIXED {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> switch (random.nextInt(60)) {
                    case 0 -> Double.NaN;
                    case 1 -> Double.POSITIVE_INFINITY;
                    case 2 -> Double.NEGATIVE_INFINITY;
                    case 3 -> 1e308;
                    case 4 -> random.nextDouble();
                    default -> random.nextInt(50);
                };
            }
        };

        abstract DoubleSupplier from(SplittableRandom random);
    }

    private final Remarks remarks = new Remarks(new QueryAnnotations());
    private final Origin origin = Origin.UNKNOWN;

    private interface Plain {
        double of(RangePoints points, int from, int to);
    }

    @ParameterizedTest
    @EnumSource
    void sums(Data data) {
        check(data, new SumOrAverage(false, remarks, origin), FloatKernels::sum);
    }

    @ParameterizedTest
    @EnumSource
    void averages(Data data) {
        check(data, new SumOrAverage(true, remarks, origin), FloatKernels::average);
    }

    @ParameterizedTest
    @EnumSource
    void quantiles(Data data) {
        for (double q : new double[]{0, 0.3, 0.5, 0.99, 1, 2, -1, Double.NaN}) {
            double[] atAllSteps = new double[STEPS];
            Arrays.fill(atAllSteps, q);
            check(data, new SlidingQuantile(atAllSteps, remarks, origin),
                    (points, from, to) -> Quantiles.ofUnsorted(q, Arrays.copyOfRange(points.floats, from, to)));
        }
    }

    @Test
    void wholeNumbersAreSharedAndOthersAreNot() {
        var windows = windows(new SplittableRandom(1));
        var points = points(Data.WHOLE, new SplittableRandom(1));
        windows.place(points.floatTimes, points.floatCount);
        assertThat(new WindowSums(false).fill(points, windows, new SeriesRow(STEPS, false))).isTrue();
        points.floats[points.floatCount - 1] += 0.5;
        assertThat(new WindowSums(false).fill(points, windows, new SeriesRow(STEPS, false))).isFalse();
    }

    @Test
    void windowsFollowTheTimesOfEachSeries() {
        var random = new SplittableRandom(2);
        var windows = windows(new SplittableRandom(3));
        long[] times = points(Data.WHOLE, random).floatTimes.clone();
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 0) {
                times[random.nextInt(times.length)] += random.nextInt(2) * 500_000;
                Arrays.sort(times);
            }
            int count = random.nextInt(3) == 0 ? times.length - 1 : times.length;
            windows.place(times, count);
            var fresh = windows(new SplittableRandom(3));
            fresh.place(times.clone(), count);
            for (int step = 0; step < STEPS; step++) {
                assertThat(windows.from(step)).isEqualTo(fresh.from(step));
                assertThat(windows.to(step)).isEqualTo(fresh.to(step));
            }
            assertThat(windows.looked()).isEqualTo(fresh.looked());
        }
    }

    private void check(Data data, WindowFunction function, Plain plain) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            var windows = windows(random);
            var points = points(data, random);
            windows.place(points.floatTimes, points.floatCount);
            var row = new SeriesRow(STEPS, false);
            row.begin(Labels.EMPTY);
            function.begin(points, Labels.EMPTY);
            function.applyAll(windows, row);
            for (int step = 0; step < STEPS; step++) {
                int from = windows.from(step);
                int to = windows.to(step);
                assertThat(row.isPresent(step)).isEqualTo(from < to);
                if (from < to) {
                    assertThat(Double.doubleToLongBits(row.value(step))).as("%s, seed %d, step %d", data, seed, step)
                            .isEqualTo(Double.doubleToLongBits(plain.of(points, from, to)));
                }
            }
        }
    }

    /// Windows from shorter than a step to longer than everything.
    private static FloatWindows windows(SplittableRandom random) {
        long step = 1 + random.nextInt(60_000);
        long length = 1 + random.nextInt(1 << random.nextInt(8, 24));
        return new FloatWindows(new StepGrid(500_000, step, STEPS, true), new WindowSpec(
                new Window(length * 1_000_000), Shift.NONE, Boundary.PLAIN, 0, 0, false));
    }

    private static RangePoints points(Data data, SplittableRandom random) {
        DoubleSupplier values = data.from(random);
        var samples = new Samples();
        long time = random.nextInt(1_000_000);
        for (int i = random.nextInt(1, 400); i > 0; i--) {
            samples.addFloat(time, values.getAsDouble());
            time += random.nextInt(50) == 0 ? 400_000 : 1 + random.nextInt(20_000);
        }
        var points = new RangePoints();
        points.load(samples);
        return points;
    }
}
