package io.hypnos.allinone.bench.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the answer of `/api/v1/query` to a range selector as a stream.
final class MatrixReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;
    private final List<StoredSeries> series = new ArrayList<>();
    private String error = "";

    private MatrixReader(JsonParser json) {
        this.json = json;
    }

    /// @throws IOException when the answer is no matrix, or reports an error
    static List<StoredSeries> read(InputStream answer) throws IOException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            var reader = new MatrixReader(json);
            reader.readEnvelope();
            if (!reader.error.isEmpty()) {
                throw new IOException("the query failed: " + reader.error);
            }
            return reader.series;
        } catch (JacksonException e) {
            throw new IOException("not the answer of a Prometheus API: " + e.getOriginalMessage(), e);
        }
    }

    private void readEnvelope() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "data" -> {
                    if (value == JsonToken.START_OBJECT) {
                        readData();
                    }
                }
                case "error" -> error = json.getString();
                default -> json.skipChildren();
            }
        }
    }

    private void readData() throws IOException {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("resultType") && !json.getString().equals("matrix")) {
                throw new IOException("the answer is a " + json.getString() + ", not a matrix");
            }
            if (name.equals("result")) {
                expect(value, JsonToken.START_ARRAY);
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    series.add(readSeries());
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private StoredSeries readSeries() throws IOException {
        var labels = new HashMap<String, String>();
        var floats = new ArrayList<StoredSeries.StoredFloat>();
        var histograms = new ArrayList<StoredSeries.StoredHistogram>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "metric" -> readLabels(labels);
                case "values" -> {
                    expect(value, JsonToken.START_ARRAY);
                    while (json.nextToken() == JsonToken.START_ARRAY) {
                        long time = readTime();
                        json.nextToken();
                        floats.add(new StoredSeries.StoredFloat(time, number(json.getString())));
                        expect(json.nextToken(), JsonToken.END_ARRAY);
                    }
                }
                case "histograms" -> {
                    expect(value, JsonToken.START_ARRAY);
                    while (json.nextToken() == JsonToken.START_ARRAY) {
                        histograms.add(readHistogram(readTime()));
                        expect(json.nextToken(), JsonToken.END_ARRAY);
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new StoredSeries(labels, floats, histograms);
    }

    private void readLabels(Map<String, String> labels) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            labels.put(name, json.getString());
        }
    }

    private long readTime() {
        json.nextToken();
        return Math.round(json.getDoubleValue() * 1000);
    }

    private StoredSeries.StoredHistogram readHistogram(long time) throws IOException {
        double count = 0;
        double sum = 0;
        var counts = new ArrayList<Double>();
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "count" -> count = number(json.getString());
                case "sum" -> sum = number(json.getString());
                case "buckets" -> {
                    while (json.nextToken() == JsonToken.START_ARRAY) {
                        // Rule, lower bound and upper bound; then the count.
                        for (int i = 0; i < 4; i++) {
                            json.nextToken();
                        }
                        counts.add(number(json.getString()));
                        expect(json.nextToken(), JsonToken.END_ARRAY);
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new StoredSeries.StoredHistogram(time, count, sum, counts);
    }

    private static double number(String text) throws IOException {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new IOException("not a sample value: " + text, e);
                }
            }
        };
    }

    private static void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("not the answer of a Prometheus API: " + found + " where " + wanted + " should be");
        }
    }
}
