package io.hypnos.promql.naive;

import java.util.List;

/// A value and the remarks beside it, as the API words them.
public record NaiveResult(NaiveValue value, List<String> warnings, List<String> infos) {}
