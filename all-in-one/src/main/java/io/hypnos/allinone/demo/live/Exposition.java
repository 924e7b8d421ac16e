package io.hypnos.allinone.demo.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.demo.model.MetricFamily;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// A page in Prometheus' text format (version 0.0.4), read.
///
///     # HELP name text · # TYPE name type · name{label="value",…} value [timestamp] · {"name",label="value",…} value [timestamp]
///
/// In quotes, `\\`, `\"` and `\n` stand for one character each. Timestamps are skipped: what is scraped counts as of the scrape.
///
/// @param samples in the order of the page
/// @param families by name, as far as the page declares them
public record Exposition(List<Scraped> samples, Map<String, MetricFamily> families) {

    /// One line.
    public record Scraped(Labels labels, double value) {}

    /// @throws IllegalArgumentException for a line that is neither of these, with its number
    public static Exposition parse(String page) {
        var samples = new ArrayList<Scraped>();
        var helps = new HashMap<String, String>();
        var types = new HashMap<String, String>();
        int number = 0;
        for (String line : page.split("\n", -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty()) {
                continue;
            }
            if (text.startsWith("#")) {
                String[] words = text.split("[ \t]+", 4);
                if (words.length == 4 && words[1].equals("HELP")) {
                    helps.put(words[2], words[3]);
                } else if (words.length == 4 && words[1].equals("TYPE")) {
                    types.put(words[2], words[3]);
                }
                continue;
            }
            try {
                samples.add(new Line(text).sample());
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage() + ": " + text, e);
            }
        }
        var families = new HashMap<String, MetricFamily>();
        types.forEach((name, type) -> families.put(name,
                new MetricFamily(name, typeOf(type), helps.getOrDefault(name, ""), "")));
        return new Exposition(samples, families);
    }

    /// The family of a series; null when the page does not declare it.
    @Nullable
    MetricFamily familyOf(String metricName) {
        MetricFamily exact = families.get(metricName);
        return exact != null ? exact : families.get(metricName.replaceFirst("_(bucket|sum|count)$", ""));
    }

    /// The sum of all series of a metric; empty when there is none.
    public OptionalDouble sum(String metric) {
        return samples.stream().filter(sample -> sample.labels().metricName().equals(metric))
                .mapToDouble(Scraped::value)
                .reduce(Double::sum);
    }

    private static MetricFamily.Type typeOf(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "counter" -> MetricFamily.Type.COUNTER;
            case "histogram" -> MetricFamily.Type.HISTOGRAM;
            case "info" -> MetricFamily.Type.INFO;
            default -> MetricFamily.Type.GAUGE;
        };
    }

    /// One line while it is read.
    private static final class Line {
        private final String text;
        private final LabelsBuilder labels = new LabelsBuilder();
        private int at;

        Line(String text) {
            this.text = text;
        }

        Scraped sample() {
            if (text.charAt(0) != '{') {
                labels.set(Labels.METRIC_NAME, word("{ \t"));
            }
            skipBlanks();
            if (text.charAt(at) == '{') {
                at++;
                readLabels();
            }
            skipBlanks();
            double value = number(word(" \t"));
            if (!labels.has(Labels.METRIC_NAME)) {
                throw new IllegalArgumentException("a sample without a name");
            }
            return new Scraped(labels.build(), value);
        }

        private void readLabels() {
            for (skipBlanks(); text.charAt(at) != '}'; skipBlanks()) {
                String name = text.charAt(at) == '"' ? quoted() : word("= \t");
                skipBlanks();
                if (text.charAt(at) == '=') {
                    at++;
                    skipBlanks();
                    labels.set(name, quoted());
                } else {
                    labels.set(Labels.METRIC_NAME, name);
                }
                skipBlanks();
                if (text.charAt(at) == ',') {
                    at++;
                }
            }
            at++;
        }

        private String quoted() {
            if (text.charAt(at) != '"') {
                throw new IllegalArgumentException("a quote is missing at character " + at);
            }
            var value = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                char c = text.charAt(at);
                if (c == '\\') {
                    at++;
                    c = text.charAt(at) == 'n' ? '\n' : text.charAt(at);
                }
                value.append(c);
            }
            at++;
            return value.toString();
        }

        private String word(String ends) {
            int start = at;
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw new IllegalArgumentException("something is missing at character " + at);
            }
            return text.substring(start, at);
        }

        private void skipBlanks() {
            while (text.charAt(at) == ' ' || text.charAt(at) == '\t') {
                at++;
            }
        }

        private static double number(String word) {
            return switch (word) {
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(word);
            };
        }
    }
}
