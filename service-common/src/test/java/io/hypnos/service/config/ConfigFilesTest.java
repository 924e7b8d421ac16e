package io.hypnos.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.flags.ConfigText;

class ConfigFilesTest {

    private static Relabeling relabeling(String yaml) {
        return RelabelFile.parse(new ConfigText("relabel.yml", yaml, null));
    }

    @Test
    void readsRelabelRules() {
        Relabeling rules = relabeling("""
                - source_labels: [job, instance]
                  separator: /
                  target_label: where
                - action: labeldrop
                  regex: instance
                - action: drop
                  source_labels: [job]
                  regex: secret.*
                """);
        assertThat(rules.apply(Labels.of("job", "a", "instance", "b")))
                .isEqualTo(Labels.of("job", "a", "where", "a/b"));
        assertThat(rules.apply(Labels.of("job", "secret-1"))).isNull();
    }

    @Test
    void namesTheLineOfABadRule() {
        assertThatThrownBy(() -> relabeling("- action: dorp\n"))
                .hasMessageStartingWith("relabel.yml:1: \"action\" must be one of ");
        assertThatThrownBy(() -> relabeling("- action: drop\n  source_lables: [a]\n"))
                .hasMessage("relabel.yml:2: unknown key \"source_lables\" (did you mean source_labels?)");
        assertThatThrownBy(() -> relabeling("- action: drop\n\n- regex: (\n  target_label: x"))
                .hasMessageStartingWith("relabel.yml:3: ");
        assertThatThrownBy(() -> relabeling("- action: hashmod\n  target_label: a"))
                .hasMessageContaining("requires non-zero modulus");
        assertThatThrownBy(() -> relabeling("a: b")).hasMessage("relabel.yml:1: expected a list");
        assertThatThrownBy(() -> relabeling("- a: [")).hasMessageStartingWith("relabel.yml:")
                .hasMessageContaining("not valid YAML");
    }

    @Test
    void readsTypedValues() {
        YamlMap map = YamlMap.parse("a: 5\nb: true\nc: 1h\nd: {e: f}\ng: [x, y]\nh:\n", "t.yml");
        assertThat(map.number("a", 0)).isEqualTo(5);
        assertThat(map.flag("b", false)).isTrue();
        assertThat(map.duration("c", Duration.ZERO)).isEqualTo(Duration.ofHours(1));
        assertThat(map.map("d").text("e", "")).isEqualTo("f");
        assertThat(map.texts("g")).containsExactly("x", "y");
        assertThat(map.text("h", "otherwise")).isEqualTo("otherwise");
        map.refuseOthers();
        assertThatThrownBy(() -> map.number("b", 0)).hasMessage("t.yml:2: \"b\" must be a whole number, not \"true\"");
        assertThatThrownBy(() -> YamlMap.parse("a: 1\na: 2", "t.yml")).hasMessage("t.yml:2: key \"a\" is given twice");
    }

    @Test
    void noticesChangedFiles(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("rings.json"), "one");
        var seen = new LinkedBlockingQueue<String>();
        try (var watched = WatchedFile.start(file, Duration.ofMinutes(5), "one".getBytes(), (contents, changed) -> {
            if (changed) {
                seen.add(new String(contents));
            }
        })) {
            Files.writeString(file, "two");
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("two");
            Path next = Files.writeString(directory.resolve("next"), "three");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("three");
        }
    }

    @Test
    void noticesChangedFilesByTheIntervalToo(@TempDir Path directory) throws Exception {
        Path real = Files.createDirectory(directory.resolve("elsewhere")).resolve("rings.json");
        Files.writeString(real, "one");
        Path link = Files.createSymbolicLink(Files.createDirectory(directory.resolve("here")).resolve("rings.json"),
                real);
        var seen = new LinkedBlockingQueue<String>();
        try (var watched = WatchedFile.start(link, Duration.ofMillis(20), null, (contents, changed) -> {
            if (changed) {
                seen.add(new String(contents));
            }
        })) {
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
            Files.writeString(real, "two");
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("two");
        }
    }
}
