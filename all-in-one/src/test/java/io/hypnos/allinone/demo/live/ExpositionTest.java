package io.hypnos.allinone.demo.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import io.hypnos.allinone.demo.model.MetricFamily;
import io.hypnos.series.labels.Labels;

class ExpositionTest {

    @Test
    void readsEveryFormOfALine() {
        Exposition page = Exposition.parse("""
                # HELP http_requests_total Requests, all of them.
                # TYPE http_requests_total counter
                http_requests_total{code="200",path="a\\\\b \\"c\\" d\\ne",} 1027 1395066363000
                # A comment.

                up 1
                 spaced { a = "b" , c="d" }  -2.5e-3
                {"with.dots",le="+Inf"} +Inf
                nothing{} NaN
                """);
        assertThat(page.samples()).hasSize(5);
        assertThat(page.samples().get(0).labels()).isEqualTo(
                Labels.of("__name__", "http_requests_total", "code", "200", "path", "a\\b \"c\" d\ne"));
        assertThat(page.samples().get(0).value()).isEqualTo(1027);
        assertThat(page.samples().get(1).labels()).isEqualTo(Labels.of("__name__", "up"));
        assertThat(page.samples().get(2).labels()).isEqualTo(Labels.of("__name__", "spaced", "a", "b", "c", "d"));
        assertThat(page.samples().get(2).value()).isEqualTo(-0.0025);
        assertThat(page.samples().get(3).labels()).isEqualTo(Labels.of("__name__", "with.dots", "le", "+Inf"));
        assertThat(page.samples().get(3).value()).isInfinite();
        assertThat(page.samples().get(4).value()).isNaN();
        assertThat(page.familyOf("http_requests_total")).isEqualTo(new MetricFamily("http_requests_total",
                MetricFamily.Type.COUNTER, "Requests, all of them.", ""));
    }

    @Test
    void findsTheFamilyOfAHistogramsParts() {
        Exposition page = Exposition.parse("# TYPE d histogram\nd_bucket{le=\"1\"} 3\nd_sum 2\nd_count 3\n");
        assertThat(page.familyOf("d_bucket")).isEqualTo(page.familyOf("d_sum")).isNotNull();
        assertThat(page.familyOf("e_sum")).isNull();
    }

    @Test
    void namesTheLineThatIsNone() {
        for (String line : new String[]{"up", "up{", "up{a=\"b\" 1", "up{a=b} 1", "up one", "{a=\"b\"} 1",
            "up{a=\"b} 1"}) {
            assertThatThrownBy(() -> Exposition.parse("ok 1\n" + line)).as(line)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("line 2: ");
        }
    }
}
