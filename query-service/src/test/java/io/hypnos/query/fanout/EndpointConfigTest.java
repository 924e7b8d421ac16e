package io.hypnos.query.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagException;

class EndpointConfigTest {

    private static ConfigText text(String yaml) {
        return new ConfigText("endpoints.yml", yaml, null);
    }

    @Test
    void readsEndpoints() {
        assertThat(EndpointConfig.parse(text(
                "endpoints:\n- address: a:10901\n- {address: dns+b:10901, strict: true}\n- {address: c:1, group: true}\n")))
                .containsExactly(new EndpointConfig.Line("a:10901", false, false),
                        new EndpointConfig.Line("dns+b:10901", true, false),
                        new EndpointConfig.Line("c:1", false, true));
        assertThat(EndpointConfig.parse(text(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"endpoints: [{adress: a}]|unknown or unserved key \"adress\"",
        "endpoints: [{strict: true}]|without an address",
        "default_client_config: {}|unknown or unserved key", "- a|want a list named endpoints",
        "endpoints: [a|not YAML"})
    void refusesAnythingElseByName(String yaml, String reason) {
        assertThatThrownBy(() -> EndpointConfig.parse(text(yaml))).isInstanceOf(FlagException.class)
                .hasMessageContaining("endpoints.yml: ")
                .hasMessageContaining(reason);
    }
}
