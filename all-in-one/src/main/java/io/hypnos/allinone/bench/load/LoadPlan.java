package io.hypnos.allinone.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.wire.Protocol;

/// A run of the load tool.
///
/// @param model    what is sent
/// @param receiver where to
/// @param traffic  in which portions
/// @param speed    how fast, and how long
public record LoadPlan(LoadModel model, Receiver receiver, Traffic traffic, Speed speed) {

    /// @param urls          remote-write endpoints; connections are spread over them
    /// @param protocol      version of remote write
    /// @param headers       headers of every request
    /// @param tenantHeaders further headers of each tenant, by its number
    /// @param timeout       of connecting, and of an answer
    public record Receiver(List<URI> urls, Protocol protocol, Map<String, String> headers,
            IntFunction<Map<String, String>> tenantHeaders, Duration timeout) {

        public Receiver {
            urls = List.copyOf(urls);
            headers = Map.copyOf(headers);
        }
    }

    /// @param seriesPerRequest series in a request, at most
    /// @param connections      requests under way at once
    /// @param retries          how often a request is tried again that was answered with 429 or 5xx, or not at all
    public record Traffic(int seriesPerRequest, int connections, int retries) {

        public Traffic {
            if (seriesPerRequest < 1 || connections < 1 || retries < 0) {
                throw new IllegalArgumentException("series per request and connections must be positive");
            }
        }
    }

    /// @param samplesPerSecond of all tenants together; 0 for as fast as they are answered
    /// @param warmUp           time before anything is measured
    /// @param duration         time that is measured
    public record Speed(double samplesPerSecond, Duration warmUp, Duration duration) {}
}
