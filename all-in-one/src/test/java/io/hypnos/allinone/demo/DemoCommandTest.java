package io.hypnos.allinone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.Variables;
import io.hypnos.tsdb.block.Ulid;

class DemoCommandTest {

    @TempDir
    Path directory;

    @Test
    void fillsABucketAndEndsWhereThereIsNothingElseToDo() throws Exception {
        Path bucket = Files.createDirectory(directory.resolve("bucket"));
        assertThat(run("--history=4h", "--objstore.config=type: FILESYSTEM\nconfig: {directory: " + bucket + "}",
                "--scratch-dir=" + directory.resolve("scratch"))).isZero();
        try (var entries = Files.list(bucket)) {
            assertThat(entries.filter(entry -> Ulid.isUlid(entry.getFileName().toString())))
                    .hasSizeGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void writesUntilItIsToldToStop() throws Exception {
        var command = new DemoCommand();
        var running = CompletableFuture.supplyAsync(() -> {
            try {
                return command.run(
                        flags("--history=0", "--remote-write.url=http://127.0.0.1:1/x", "--scrape=j=127.0.0.1:1"),
                        new Variables(Map.of()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        command.stop();
        assertThat(running.get(1, TimeUnit.MINUTES)).isZero();
    }

    @Test
    void saysWhatIsWrongWithItsFlags() {
        assertThatThrownBy(() -> run()).isInstanceOf(FlagException.class)
                .hasMessageContaining("--objstore.config-file is needed");
        assertThatThrownBy(() -> run("--objstore.config=type: FLOPPY")).isInstanceOf(FlagException.class)
                .hasMessageContaining("FLOPPY");
        assertThatThrownBy(() -> run("--history=0", "--remote-write.url=receive:19291"))
                .hasMessageContaining("--remote-write.url");
        assertThatThrownBy(() -> run("--history=0", "--scrape=here")).hasMessageContaining("--scrape");
    }

    private static int run(String... arguments) throws InterruptedException {
        return new DemoCommand().run(flags(arguments), new Variables(Map.of()));
    }

    private static DemoFlags flags(String... arguments) {
        if (DemoFlags.role().parse(List.of(arguments), FlagProperties.none(),
                new Variables(Map.of())) instanceof FlagOutcome.Run<DemoFlags>(var parsed)) {
            return parsed.flags();
        }
        throw new AssertionError(List.of(arguments));
    }
}
