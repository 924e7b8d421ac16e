package io.hypnos.service.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class RoleFlagsTest {

    @FlagGroup("Demo")
    static final class DemoFlags {
        @Mixin
        HttpFlags http = new HttpFlags();
        @Mixin
        ObjstoreFlags objstore = new ObjstoreFlags();
        @Mixin
        LogFlags log = new LogFlags();
        @Option(names = "--tsdb.path", description = "Directory.", paramLabel = "<dir>")
        Path path = Path.of("./data");
        @Option(names = "--tsdb.retention", description = "How long.", paramLabel = "<duration>")
        Duration retention = Duration.ofDays(15);
        @Option(names = "--tsdb.wal-compression", description = "Compress.")
        boolean walCompression = true;
        @Option(names = "--query.replica-label", description = "Labels.")
        List<String> replicaLabels = new ArrayList<>();
        @Option(names = "--label", description = "External labels.")
        List<LabelPair> labels = new ArrayList<>();
        @Option(names = "--max-time", description = "Until.")
        TimeBound maxTime = TimeBound.LATEST;
        @Option(names = "--index-cache-size", description = "Bytes.")
        ByteSize cacheSize = ByteSize.ofMebibytes(250);
        @Option(names = "--chunk.limit", description = "Number.")
        int limit = 7;
    }

    private static final RoleFlags<DemoFlags> ROLE = new RoleFlags<>("demo", "Shows flags.", DemoFlags::new,
            List.of(UnservedFlag.refused("--receive.replication-protocol", "protobuf"),
                    UnservedFlag.refusedSwitch("--tsdb.memory-snapshot-on-shutdown"),
                    UnservedFlag.switchWithoutEffect("--tsdb.enable-native-histograms")));

    private static ParsedFlags<DemoFlags> parse(Map<String, String> environment, String... arguments) {
        var outcome = ROLE.parse(List.of(arguments), FlagProperties.ofVariables(FlagProperties.PREFIX, environment),
                new Variables(environment));
        return ((FlagOutcome.Run<DemoFlags>) outcome).parsed();
    }

    private static DemoFlags flags(String... arguments) {
        return parse(Map.of(), arguments).flags();
    }

    @Test
    void readsFlagsInEitherSpelling() {
        DemoFlags flags = flags("demo", "--tsdb.path", "/x", "--tsdb.retention=1h30m", "--no-tsdb.wal-compression",
                "--http-address=:0", "--index-cache-size=250MB");
        assertThat(flags.path).isEqualTo(Path.of("/x"));
        assertThat(flags.retention).isEqualTo(Duration.ofMinutes(90));
        assertThat(flags.walCompression).isFalse();
        assertThat(flags.http.address()).isEqualTo(new HostPort("", 0));
        assertThat(flags.cacheSize.bytes()).isEqualTo(262_144_000L);
    }

    @Test
    void keepsDefaultsWhereNothingIsSaid() {
        DemoFlags flags = flags();
        assertThat(flags.retention).isEqualTo(Duration.ofDays(15));
        assertThat(flags.walCompression).isTrue();
        assertThat(flags.labels).isEmpty();
        assertThat(flags("--tsdb.wal-compression").walCompression).isTrue();
    }

    @Test
    void keepsCommasAndQuotesOfRepeatedFlags() {
        DemoFlags flags = flags("--label=replica=\"a\"", "--label=zone=\"x,y\"", "--query.replica-label=a,b",
                "--query.replica-label", "c");
        assertThat(flags.labels).containsExactly(new LabelPair("replica", "a"), new LabelPair("zone", "x,y"));
        assertThat(flags.replicaLabels).containsExactly("a,b", "c");
    }

    @Test
    void acceptsTheVerbatimFlagsOfPublishedManifests() {
        var environment = Map.of("NAME", "thanos-receive-0", "OBJSTORE_CONFIG", "type: S3\nconfig: {bucket: \"b\"}");
        var parsed = parse(environment, "--label=receive_replica=\"$(NAME)\"", "--objstore.config=$(OBJSTORE_CONFIG)",
                "--max-time=-2w");
        assertThat(parsed.flags().labels).containsExactly(new LabelPair("receive_replica", "thanos-receive-0"));
        assertThat(parsed.flags().objstore.config(new Variables(environment)).orElseThrow().text())
                .startsWith("type: S3");
        assertThat(parsed.flags().maxTime).isEqualTo(new TimeBound.Relative(Duration.ofDays(-14)));
    }

    @Test
    void namesTheUnsetVariable() {
        assertThatThrownBy(() -> flags("--tsdb.path=$(NOPE)/x")).isInstanceOf(FlagException.class)
                .hasMessage("found reference to unset environment variable \"NOPE\"");
    }

    @Test
    void suggestsTheFlagThatWasMeant() {
        assertThatThrownBy(() -> flags("--query.replica-lable=x"))
                .hasMessage("unknown flag --query.replica-lable (did you mean --query.replica-label?)");
        assertThatThrownBy(() -> flags("--nothing.of-the-kind")).hasMessage("unknown flag --nothing.of-the-kind");
        assertThatThrownBy(() -> flags("oops")).hasMessage("unexpected argument \"oops\": flags start with --");
    }

    @Test
    void saysWhichValueIsBadAndWhy() {
        assertThatThrownBy(() -> flags("--tsdb.retention=abc"))
                .hasMessage("flag --tsdb.retention: not a valid duration string: \"abc\"");
        assertThatThrownBy(() -> flags("--chunk.limit=1x")).hasMessage("flag --chunk.limit: '1x' is not an int");
        assertThatThrownBy(() -> flags("--label=x"))
                .hasMessage("flag --label: unrecognized label \"x\", want name=\"value\"");
        assertThatThrownBy(() -> flags("--tsdb.path")).hasMessage("flag --tsdb.path needs a value");
        assertThatThrownBy(() -> flags("--tsdb.path=a", "--tsdb.path=b")).hasMessage("flag --tsdb.path is given twice");
        assertThatThrownBy(() -> flags("--log.format=journald")).hasMessageStartingWith("flag --log.format: ");
    }

    @Test
    void refusesKnownFlagsThatNothingServes() {
        assertThat(flags("--receive.replication-protocol=protobuf").limit).isEqualTo(7);
        assertThatThrownBy(() -> flags("--receive.replication-protocol=capnproto"))
                .hasMessageContaining("--receive.replication-protocol is known from Thanos but not served");
        assertThatThrownBy(() -> flags("--tsdb.memory-snapshot-on-shutdown"))
                .hasMessageContaining("--tsdb.memory-snapshot-on-shutdown is known from Thanos but not served");
        assertThat(flags("--no-tsdb.memory-snapshot-on-shutdown").limit).isEqualTo(7);
        assertThatThrownBy(() -> flags("--tracing.config-file=x.yml"))
                .hasMessageContaining("--tracing.config-file is known");
        assertThat(parse(Map.of(), "--tsdb.enable-native-histograms").warnings())
                .containsExactly("flag --tsdb.enable-native-histograms has no effect here");
    }

    @Test
    void prefersTheCommandLineToTheEnvironmentToTheDefault() {
        var environment = Map.of("HYPNOS_TSDB_RETENTION", "1d", "HYPNOS_TSDB_PATH", "/env",
                "HYPNOS_QUERY_REPLICALABEL_0",
                "a,b", "HYPNOS_QUERY_REPLICALABEL_1", "c", "HYPNOS_TSDB_WALCOMPRESSION", "false");
        var parsed = parse(environment, "--tsdb.path=/flag");
        assertThat(parsed.flags().path).isEqualTo(Path.of("/flag"));
        assertThat(parsed.flags().retention).isEqualTo(Duration.ofDays(1));
        assertThat(parsed.flags().replicaLabels).containsExactly("a,b", "c");
        assertThat(parsed.flags().walCompression).isFalse();
        assertThat(parsed.values()).contains(new FlagValue("tsdb.retention", "1d", FlagValue.Origin.ENVIRONMENT, false),
                new FlagValue("tsdb.path", "/flag", FlagValue.Origin.FLAG, false),
                new FlagValue("chunk.limit", "7", FlagValue.Origin.DEFAULT, false));
        assertThatThrownBy(() -> parse(Map.of("HYPNOS_TSDB_RETENTION", "abc")))
                .hasMessage("flag --tsdb.retention (from HYPNOS_TSDB_RETENTION): not a valid duration string: \"abc\"");
    }

    @Test
    void warnsOfVariablesThatBindToNothing() {
        assertThat(parse(Map.of("HYPNOS_OBJSTORE_CONFIG_FILE", "x")).warnings()).containsExactly(
                "environment variable HYPNOS_OBJSTORE_CONFIG_FILE sets nothing; did you mean HYPNOS_OBJSTORE_CONFIGFILE?");
    }

    @Test
    void readsArgumentsFromFiles(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("demo.args"), """
                # where the data lies
                --tsdb.path=$(DATA)/receive

                --label=replica="a b"
                """);
        var parsed = parse(Map.of("DATA", "/data"), "@" + file, "--tsdb.retention=1d");
        assertThat(parsed.flags().path).isEqualTo(Path.of("/data/receive"));
        assertThat(parsed.flags().labels).containsExactly(new LabelPair("replica", "a b"));
        assertThatThrownBy(() -> flags("@" + directory.resolve("absent"))).isInstanceOf(FlagException.class)
                .hasMessageContaining("cannot read the argument file");
    }

    @Test
    void readsApplicationProperties() {
        var environment = new org.springframework.core.env.StandardEnvironment();
        environment.getPropertySources().addLast(new org.springframework.core.env.MapPropertySource("application.yml",
                Map.of("hypnos.tsdb.path", "/yml", "hypnos.label[0]", "a=\"1,2\"", "hypnos.label[1]", "b=\"3\"")));
        org.springframework.boot.context.properties.source.ConfigurationPropertySources.attach(environment);
        var outcome = ROLE.parse(List.of(), new FlagProperties("hypnos", environment), new Variables(Map.of()));
        DemoFlags flags = ((FlagOutcome.Run<DemoFlags>) outcome).parsed().flags();
        assertThat(flags.path).isEqualTo(Path.of("/yml"));
        assertThat(flags.labels).containsExactly(new LabelPair("a", "1,2"), new LabelPair("b", "3"));
    }

    @Test
    void masksSecrets() {
        var shown = new HashMap<>(parse(Map.of(), "--objstore.config=secret_key: x").shown());
        assertThat(shown).containsEntry("objstore.config", "<hidden>").containsEntry("tsdb.retention", "15d")
                .containsEntry("objstore.config-file", "").doesNotContainKey("tracing.config");
    }

    @Test
    void refusesContentAndFileTogether() {
        DemoFlags flags = flags("--objstore.config=a", "--objstore.config-file=b");
        assertThatThrownBy(() -> flags.objstore.config(new Variables(Map.of())))
                .hasMessage("both --objstore.config and --objstore.config-file are given; give one of them");
    }

    @Test
    void explainsItself() {
        var help = (FlagOutcome.Help<DemoFlags>) ROLE.parse(List.of("--help"), FlagProperties.none(),
                new Variables(Map.of()));
        assertThat(help.text()).contains("Usage: hypnos demo [flags]", "\nDemo:\n", "  --tsdb.retention=<duration>\n",
                "How long. [15d]", "--[no-]tsdb.wal-compression", "--log.format=logfmt|json")
                .doesNotContain("tracing", "debug.name");
        assertThat(ROLE.parse(List.of("--version"), FlagProperties.none(), new Variables(Map.of())))
                .isInstanceOf(FlagOutcome.Version.class);
    }
}
