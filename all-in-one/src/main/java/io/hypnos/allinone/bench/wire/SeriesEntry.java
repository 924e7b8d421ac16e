package io.hypnos.allinone.bench.wire;

import java.util.Map;

import io.hypnos.allinone.bench.model.TargetLayout.Member;

/// One series of a request.
///
/// @param member what it is in its target
/// @param labels all of its labels
public record SeriesEntry(Member member, Map<String, String> labels) {}
