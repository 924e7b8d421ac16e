package io.hypnos.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNamesTest {

    @ParameterizedTest
    @CsvSource({"job,job", "__name__,__name__", "U__http_2e_requests,http.requests", "U__a__b,a_b", "U___1f600_,😀",
        "U__plain,plain",
        // What only looks escaped stands for itself.
        "U__a_,U__a_", "U__a_zz_b,U__a_zz_b", "U___d800_,U___d800_", "U___1234567_,U___1234567_"})
    void decodesEscapedNames(String segment, String name) {
        assertThat(LabelNames.decode(segment)).isEqualTo(name);
    }
}
