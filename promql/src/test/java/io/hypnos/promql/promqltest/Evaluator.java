package io.hypnos.promql.promqltest;

import io.hypnos.promql.naive.NaiveResult;

/// An engine under test. Refusals are [io.hypnos.promql.QueryException]s.
public interface Evaluator {

    NaiveResult instant(String query, long time, ScriptStorage storage);

    NaiveResult range(String query, long start, long end, long step, ScriptStorage storage);
}
