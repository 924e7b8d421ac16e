package io.hypnos.allinone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.hypnos.allinone.testing.StandInRole;

class HypnosCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void explainsItself() {
        for (String ask : List.of("--help", "-h", "help")) {
            out.reset();
            assertThat(run(ask)).isZero();
            assertThat(out.toString(UTF_8)).contains("hypnos up", "receive   Stands in for receive.", "check-config",
                    "bench");
        }
        assertThat(run()).isZero();
        assertThat(run("up", "--help")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("--data=<dir>", "--port-offset", "--[no-]demo", "--[no-]reset", "--[no-]processes")
                .doesNotContain("--free-ports");
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("hypnos 0.");
        assertThat(run("query", "--version")).isZero();
    }

    @Test
    void guessesWhatWasMeant() {
        assertThat(run("recieve")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("unknown command recieve (did you mean receive?)");
        err.reset();
        assertThat(run("check-config", "stroe")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("unknown role stroe (did you mean store?)");
        err.reset();
        assertThat(run("sidecar")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("sidecar is not part of this version");
        err.reset();
        assertThat(run("bench", "ingest", "--seriess=3")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("did you mean --series?");
        err.reset();
        assertThat(run("up", "--dta=x")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("unknown flag --dta (did you mean --data?)");
    }

    @Test
    void checksAConfigurationWithoutStartingIt() {
        assertThat(run("check-config", "store", "--data-dir=/x", "--log.level=warn")).isZero();
        assertThat(out.toString(UTF_8)).contains("understood [/x]", "--log.level=warn",
                "store: the configuration is fine");
        out.reset();
        assertThat(run("check-config", "store", "--data-dir=bad")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("error: there is no bad");
        assertThat(run("check-config", "store", "--data-dri=x")).isEqualTo(2);
        assertThat(run("check-config")).isEqualTo(2);
        assertThat(run("check-config", "store", "--help")).isZero();
    }

    private int run(String... arguments) {
        return new HypnosCommand(StandInRole.all(), new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
                .run(List.of(arguments));
    }
}
