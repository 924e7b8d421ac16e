package io.hypnos.query.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.parse.Parser;
import io.hypnos.service.flags.FlagException;

class EngineFlagsTest {

    private static EngineOptions options(String... arguments) {
        var flags = new EngineFlags();
        new CommandLine(flags).parseArgs(arguments);
        return flags.options();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --enable-feature=promql-experimental-functions | limitk(1, m) | limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions
            --enable-feature=promql-experimental-functions | info(m) | function "info" is not enabled
            --enable-feature=promql-experimental-functions | ts_of_max_over_time(m[5m]) | function "ts_of_max_over_time" is not enabled
            --enable-feature=promql-extended-range-selectors | rate(m[5m] anchored) | anchored modifier is experimental and not enabled
            --enable-feature=promql-extended-range-selectors | rate(m[5m] smoothed) | smoothed modifier is experimental and not enabled
            --enable-feature=promql-binop-fill-modifiers | m + fill(0) n | binop fill modifiers are experimental and not enabled
            --query.enable-x-functions | xrate(m[5m]) | unknown function with name "xrate"
            --query.enable-x-functions | xincrease(m[5m]) | unknown function with name "xincrease"
            --query.enable-x-functions | xdelta(m[5m]) | unknown function with name "xdelta"
            """)
    void partsOfTheLanguageAreRefusedUntilSwitchedOn(String flag, String query, String refusal) {
        assertThatThrownBy(() -> Parser.parse(query, options().parser())).isInstanceOf(QueryException.Parse.class)
                .hasMessageEndingWith("parse error: " + refusal);
        assertThat(Parser.parse(query, options(flag).parser())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"promql-delayed-name-removal,DELAYED_NAME_REMOVAL", "use-start-timestamps,START_TIMESTAMPS",
        "type-and-unit-labels,TYPE_AND_UNIT_LABELS"})
    void waysOfEvaluatingAreOffUntilSwitchedOn(String feature, EngineOptions.Feature evaluation) {
        assertThat(options().features()).doesNotContain(evaluation);
        assertThat(options("--enable-feature=" + feature).features()).contains(evaluation);
    }

    @Test
    void durationArithmeticIsPartOfTheLanguage() {
        assertThat(Parser.parse("rate(m[2 * 5m])", options().parser())).isNotNull();
    }

    @Test
    void takesSeveralFeaturesAndNamesOneThatDoesNotExist() {
        assertThat(options("--enable-feature=promql-at-modifier,promql-per-step-stats",
                "--enable-feature=type-and-unit-labels").features())
                .contains(EngineOptions.Feature.TYPE_AND_UNIT_LABELS);
        assertThatThrownBy(() -> options("--enable-feature=promql-everything")).isInstanceOf(FlagException.class)
                .hasMessage("flag --enable-feature: unknown feature \"promql-everything\"");
    }
}
