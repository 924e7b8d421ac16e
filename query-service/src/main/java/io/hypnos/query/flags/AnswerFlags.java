package io.hypnos.query.flags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import picocli.CommandLine.Option;

import io.hypnos.series.labels.Labels;
import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.LabelPair;

/// How the answers of several stores become one.
@FlagGroup("Answers")
public final class AnswerFlags {

    /// How the samples of replicas become those of one series.
    public enum DedupFunction {
        PENALTY, CHAIN
    }

    @Option(names = "--query.replica-label", paramLabel = "<label>", description = {
        "Label that tells replicas of one series apart and is removed by deduplication (repeatable, or separated by commas)."})
    private List<String> replicaLabels = new ArrayList<>();

    @Option(names = "--deduplication.func", description = {
        "How replicas are merged: penalty picks one and changes when it has a gap, chain takes every sample of all."})
    private DedupFunction dedupFunction = DedupFunction.PENALTY;

    @Option(names = "--query.partial-response", description = "Answer with a warning when a store fails, unless a request says otherwise.")
    private boolean partialResponse = true;

    @Option(names = "--query.metadata.default-time-range", paramLabel = "<duration>", description = {
        "Time that questions for labels and series cover when they name none; 0 for all time."})
    private Duration metadataRange = Duration.ZERO;

    @Option(names = "--selector-label", paramLabel = "<name>=\"<value>\"", description = {
        "Label added to what this querier announces to queriers above it (repeatable)."})
    private List<LabelPair> selectorLabels = new ArrayList<>();

    public List<String> replicaLabels() {
        return replicaLabels.stream().flatMap(given -> Arrays.stream(given.split(",", -1))).map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct().sorted().toList();
    }

    public DedupFunction dedupFunction() {
        return dedupFunction;
    }

    public boolean partialResponse() {
        return partialResponse;
    }

    public Duration metadataRange() {
        return metadataRange;
    }

    public Labels selectorLabels() {
        return LabelPair.toLabels(selectorLabels);
    }
}
