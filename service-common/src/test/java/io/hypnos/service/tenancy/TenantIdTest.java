package io.hypnos.service.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "team-a", "default-tenant", "A.b_c-9", "...", "..a"})
    void takesOrdinaryNames(String name) {
        assertThat(new TenantId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "../x", "a\\b", "a b", "a\0", "ä", "a\n", "a:b", "%2e%2e",
        "a,b"})
    void refusesWhatCouldMeanSomethingElse(String name) {
        assertThat(TenantId.isValid(name)).isFalse();
        assertThatThrownBy(() -> new TenantId(name)).isInstanceOf(InvalidTenantException.class);
    }

    @Test
    void refusesLongNames() {
        assertThat(TenantId.isValid("a".repeat(128))).isTrue();
        assertThat(TenantId.isValid("a".repeat(129))).isFalse();
    }

    @Test
    void looksAtTheConfiguredHeaderOnly() {
        var header = new TenantHeader("X-Org", new TenantId("nobody"));
        assertThat(header.resolve(Map.of("X-Org", "a", "THANOS-TENANT", "b")::get)).isEqualTo(new TenantId("a"));
        assertThat(header.resolve(Map.of("THANOS-TENANT", "b")::get)).isEqualTo(new TenantId("nobody"));
        assertThat(header.resolve(Map.of("X-Org", "")::get)).isEqualTo(new TenantId("nobody"));
        assertThatThrownBy(() -> header.resolve(Map.of("X-Org", "a/b")::get))
                .isInstanceOf(InvalidTenantException.class);
    }

    @Test
    void readsMetadata() {
        var metadata = new Metadata();
        assertThat(TenantMetadata.of(metadata)).isEqualTo(TenantId.DEFAULT);
        metadata.put(TenantMetadata.KEY, "team-a");
        assertThat(TenantMetadata.of(metadata)).isEqualTo(new TenantId("team-a"));
    }
}
