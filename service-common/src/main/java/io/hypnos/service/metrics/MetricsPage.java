package io.hypnos.service.metrics;

import java.io.IOException;
import java.io.OutputStream;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

/// The contents of `/metrics`, in the form that the scraper accepts: Prometheus' text, OpenMetrics or protobuf.
public final class MetricsPage {

    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();

    public MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    public String contentType(@Nullable String accept) {
        return writer(accept).getContentType();
    }

    public void write(@Nullable String accept, OutputStream out) throws IOException {
        writer(accept).write(out, registry.scrape());
    }

    private ExpositionFormatWriter writer(@Nullable String accept) {
        return formats.findWriter(accept == null ? "" : accept);
    }
}
