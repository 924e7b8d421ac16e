package io.hypnos.tsdb.compact;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Random;

import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockFiles;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.UlidGenerator;

/// Measures a merge of blocks that follow one another, as a compactor does it once a day. No test; run by hand, each step in a process of its
/// own so that the peak of memory is that of the merge:
///
///     java … CompactionMeasurement generate DIRECTORY BLOCKS SERIES      2-hour blocks, 15 s, 10 labels, a tenth of the series new in each block
///     java … CompactionMeasurement compact DIRECTORY
final class CompactionMeasurement {

    private static final long BLOCK = 7_200_000;
    private static final long FROM = 1_700_006_400_000L;
    private static final int STEP = 15_000;

    private CompactionMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        if (arguments[0].equals("generate")) {
            generate(directory, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        } else {
            compact(directory);
        }
    }

    private static void generate(Path directory, int blocks, int series) throws IOException {
        Files.createDirectories(directory);
        var ulids = new UlidGenerator(Clock.systemUTC());
        for (int b = 0; b < blocks; b++) {
            var labels = new ArrayList<Labels>();
            for (int s = 0; s < series; s++) {
                labels.add(labels(s, s % 10 == 0 ? b : 0));
            }
            labels.sort(null);
            var ulid = ulids.next();
            long from = FROM + b * BLOCK;
            try (var writer = LabelledBlockWriter.create(directory, ulid)) {
                for (Labels one : labels) {
                    writer.add(one, samples(new Random(one.hashCode()), from).finish());
                }
                writer.finish(BlockDraft.original(ulid, from, from + BLOCK)).orElseThrow();
            }
        }
    }

    private static Labels labels(int series, int generation) {
        int target = series / 800;
        return Labels.of("__name__", "container_metric_with_a_name_" + series % 800, "cluster", "production-eu-1",
                "namespace", "team-" + target % 17, "pod",
                "service-" + target % 40 + "-7d9f8b6c5-" + target + "x" + generation,
                "container", "application", "instance", "10.1." + target % 250 + "." + target / 250 + ":8080", "job",
                "kubernetes-pods", "node", "ip-10-0-" + target % 60 + "-12.eu-west-1.compute.internal", "le",
                "" + series % 11, "image", "registry.example.org/team/application:1.27." + generation);
    }

    private static ChunkWriter samples(Random random, long from) {
        var writer = new ChunkWriter();
        int kind = random.nextInt(20);
        int jitter = random.nextInt(5) == 0 ? 5 : 0;
        double value = random.nextInt(100_000);
        for (long t = from; t < from + BLOCK; t += STEP) {
            writer.append(Math.max(from, Math.min(from + BLOCK - 1, t + (jitter == 0 ? 0 : random.nextInt(11) - 5))),
                    value);
            if (kind >= 7 && kind < 15) {
                value += random.nextInt(50);
            } else if (kind >= 15) {
                value = kind == 19 ? random.nextGaussian() : Math.round((value + random.nextGaussian()) * 100) / 100.0;
            }
        }
        return writer;
    }

    private static void compact(Path directory) throws IOException {
        var inputs = new ArrayList<BlockContents>();
        long bytes = 0;
        for (Path block : BlockFiles.list(directory)) {
            inputs.add(BlockContents.open(block));
            bytes += inputs.getLast().size();
        }
        Path out = directory.resolveSibling(directory.getFileName() + "-out");
        Files.createDirectories(out);
        long cpu = cpuNanos();
        long wall = System.nanoTime();
        var result = new BlockCompactor(new UlidGenerator(Clock.systemUTC())).compact(inputs, out,
                CompactionOptions.LOCAL);
        wall = System.nanoTime() - wall;
        cpu = cpuNanos() - cpu;
        System.out.printf("%d blocks, %.1f MB: %.2f s CPU, %.2f s, %.0f MB/s%n%s", inputs.size(), bytes / 1e6,
                cpu / 1e9, wall / 1e9, bytes / 1e6 / (wall / 1e9), memory());
        System.out.println(((CompactionResult.Compacted) result).blocks().getFirst().stats());
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static String memory() throws IOException {
        return String.join("\n", Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM") || line.startsWith("RssAnon")).toList()) + "\n";
    }
}
