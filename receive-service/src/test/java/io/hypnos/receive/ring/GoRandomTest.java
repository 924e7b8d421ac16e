package io.hypnos.receive.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.service.tenancy.TenantId;

/// The expected numbers were printed by Go.
class GoRandomTest {

    private static List<String> draws(long seed, int count) {
        var random = new GoRandom(seed);
        return LongStream.generate(random::next).limit(count).mapToObj(Long::toUnsignedString).toList();
    }

    @Test
    void drawsWhatGoDraws() {
        assertThat(draws(1, 3)).containsExactly("5577006791947779410", "8674665223082153551", "15352856648520921629");
        assertThat(draws(0, 2)).containsExactly("8717895732742165505", "2259404117704393152");
    }

    @ParameterizedTest
    @CsvSource({"'', -7845227610249402332, 4352530689285178086, 6156882682140183682",
        "a, -6675674374735997663, 6551495079887652367, 16112725870772003820",
        "b, -5682555424423680422, 16835833743062236172, 16584134949089601859",
        "c, 4389808571502571169, 3384023903089777628, 5147555344525582146"})
    void seedsShardsAsThanosDoes(String zone, long seed, String first, String second) {
        assertThat(ShuffleSharding.seed(new TenantId("team-a"), zone)).isEqualTo(seed);
        assertThat(draws(seed, 2)).containsExactly(first, second);
    }
}
