package io.hypnos.promql.promqltest;

import io.hypnos.promql.naive.NaiveResult;
import io.hypnos.series.SeriesQuerier;

/// An engine under test. Refusals are [io.hypnos.promql.QueryException]s.
public interface Evaluator {

    NaiveResult instant(String query, long time, SeriesQuerier querier);

    NaiveResult range(String query, long start, long end, long step, SeriesQuerier querier);
}
