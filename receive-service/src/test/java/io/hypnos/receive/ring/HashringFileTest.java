package io.hypnos.receive.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.series.labels.Labels;
import io.hypnos.service.tenancy.TenantId;

class HashringFileTest {

    private static final TenantId TEAM_A = new TenantId("team-a");

    private final HashringFile file = new HashringFile("hashrings.json", Algorithm.KETAMA, 1);

    @Test
    void readsEveryKey() {
        Hashrings rings = file
                .parse("""
                        [{"hashring": "hard", "tenants": ["team-a", "team-b"], "endpoints": ["a:10901", {"address": "b:10901", "capnproto_address": "b:1", "az": "z"}],
                          "external_labels": {"ring": "hard"}, "replication_factor": 2, "algorithm": "ketama"},
                         {"hashring": "patterns", "tenants": ["x-*"], "tenant_matcher_type": "glob", "algorithm": "hashmod", "endpoints": ["d:1", "c:1"]},
                         {"hashring": "soft", "endpoints": ["e:1", "f:1", "g:1"], "shuffle_sharding_config": {"shard_size": 2, "cache_size": 5,
                          "overrides": [{"shard_size": 3, "tenants": ["big*"], "tenant_matcher_type": "glob"}, {"shard_size": 1, "tenants": ["team-c"]}]}}]""");
        Ring hard = rings.ringOf(TEAM_A).orElseThrow();
        assertThat(hard.name()).isEqualTo("hard");
        assertThat(hard.replicationFactor()).isEqualTo(2);
        assertThat(hard.nodes()).containsExactly(new Endpoint("a:10901", "a:19391", ""),
                new Endpoint("b:10901", "b:1", "z"));
        assertThat(rings.externalLabelsOf(TEAM_A)).isEqualTo(Labels.of("ring", "hard"));
        Ring patterns = rings.ringOf(new TenantId("x-1")).orElseThrow();
        assertThat(patterns.hashringOf(new TenantId("x-1"))).isInstanceOf(HashmodHashring.class);
        assertThat(patterns.nodes()).extracting(Endpoint::address).containsExactly("c:1", "d:1");
        assertThat(rings.externalLabelsOf(new TenantId("x-1"))).isEqualTo(Labels.EMPTY);
        Ring soft = rings.ringOf(new TenantId("anybody")).orElseThrow();
        assertThat(soft.hashringOf(new TenantId("anybody")).nodes()).hasSize(2);
        assertThat(soft.hashringOf(new TenantId("bigger")).nodes()).hasSize(3);
        // Without a type an override is for nobody.
        assertThat(soft.hashringOf(new TenantId("team-c")).nodes()).hasSize(2);
        assertThat(rings.addressOf("b:1")).contains("b:10901");
        assertThat(rings.addresses()).containsExactly("a:10901", "b:10901", "c:1", "d:1", "e:1", "f:1", "g:1");
        assertThat(file.remarks()).hasSize(1).allMatch(remark -> remark.contains("hashmod"));
    }

    @Test
    void hasNoRingForUnlistedTenantsWithoutASoftRing() {
        assertThat(file.parse("[{\"tenants\": [\"x\"], \"endpoints\": [\"a:1\"]}]").ringOf(TEAM_A)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[] | hashrings.json: must be a JSON array of at least one hashring",
        "{} | hashrings.json: must be a JSON array of at least one hashring",
        "[{\"hashring\": \"x\"}] | hashrings.json: hashring \"x\" has no endpoints",
        "[{\"endpoints\": [\"a:19291/api/v1/receive\"]}] | hashrings.json: endpoint \"a:19291/api/v1/receive\" is a URL; use the gRPC address host:10901",
        "[{\"endpoints\": [\"http://a:1\"]}] | hashrings.json: endpoint \"http://a:1\" is a URL; use the gRPC address host:10901",
        "[{\"endpoints\": [\"a\"]}] | hashrings.json: endpoint \"a\" has no port, want host:port",
        "[{\"endpoints\": [{\"az\": \"a\"}]}] | hashrings.json: an endpoint has no address",
        "[{\"endpoints\": [\"a:1\", \"a:1\"]}] | hashrings.json: hashring \"\" names endpoint \"a:1\" twice",
        "[{\"hashring\": \"default\", \"endpoints\": [\"a:1\", \"b:1\"], \"replication_factor\": 3}] | hashrings.json: RF 3 but hashring \"default\" has 2 nodes",
        "[{\"endpoints\": [\"a:1\"], \"tenants\": [\"a\"], \"tenant_matcher_type\": \"regex\"}] | hashrings.json: tenant_matcher_type \"regex\" is not one of exact, glob",
        "[{\"endpoints\": [{\"address\": \"a:1\", \"az\": \"x\"}], \"algorithm\": \"hashmod\"}] | hashrings.json: algorithm hashmod knows no availability zones (az); use ketama",
        "[{\"endpoints\": [\"a:1\"], \"algorithm\": \"hashmod\", \"shuffle_sharding_config\": {\"shard_size\": 1}}] | hashrings.json: hashring \"\": shuffle sharding needs algorithm ketama"})
    void refusesWhatCannotWork(String json, String message) {
        assertThatThrownBy(() -> file.parse(json)).isInstanceOf(InvalidHashringException.class).hasMessage(message);
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> file.parse("[{")).hasMessageStartingWith("hashrings.json: not valid JSON: ");
    }

    @Test
    void remarksOnUnknownKeys() {
        file.parse("[{\"endpoints\": [\"a:1\"], \"tennants\": []}]");
        assertThat(file.remarks()).containsExactly("hashring \"\": key \"tennants\" is not known and has no effect");
    }

    @Test
    void shardsTenantsAsThanosDoes() {
        var sharding = new ShuffleSharding(3, 100, false, java.util.List.of());
        Hashring shard = sharding.ringFor(TEAM_A, KetamaHashringTest.zoned(), 3);
        assertThat(shard.nodes()).extracting(Endpoint::address).containsExactlyInAnyOrder("node-1:10901",
                "node-2:10901", "node-3:10901");
    }

    @ParameterizedTest
    @CsvSource({"x-*, x-1, true", "x-*, y-1, false", "a?c, abc, true", "a?c, ac, false", "[a-c]x, bx, true",
        "[^a-c]x, bx, false", "a\\*, a*, true", "a\\*, ab, false",
        "*, anything, true", "a.b, axb, false"})
    void matchesPatternsAsShellsDo(String pattern, String text, boolean matches) {
        assertThat(Glob.parse(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void refusesBrokenPatterns() {
        for (String pattern : new String[]{"[", "[a", "[]", "a\\", "[b-a]"}) {
            assertThatThrownBy(() -> Glob.parse(pattern)).isInstanceOf(InvalidHashringException.class);
        }
    }
}
