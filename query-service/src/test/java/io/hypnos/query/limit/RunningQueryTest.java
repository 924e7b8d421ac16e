package io.hypnos.query.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryAbortedException.Reason;
import io.hypnos.service.tenancy.TenantId;

class RunningQueryTest {

    private final MemoryBudget budget = new MemoryBudget(1000);

    private RunningQuery query(Duration timeout) {
        return new RunningQuery(TenantId.DEFAULT, timeout, 600, budget);
    }

    @Test
    void refusesMoreMemoryThanOneQueryMayHold() {
        try (RunningQuery query = query(Duration.ofMinutes(1))) {
            query.reserve(600);
            assertAborted(() -> query.reserve(1), Reason.MEMORY);
            query.release(100);
            query.reserve(100);
            assertThat(budget.used()).isEqualTo(600);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void refusesMoreMemoryThanAllQueriesMayHold() {
        try (RunningQuery first = query(Duration.ofMinutes(1)); RunningQuery second = query(Duration.ofMinutes(1))) {
            first.reserve(600);
            assertAborted(() -> second.reserve(401), Reason.MEMORY);
            second.reserve(400);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void endsWhenCanceledAndWhenItsTimeIsUp() {
        RunningQuery canceled = query(Duration.ofMinutes(1));
        canceled.check();
        canceled.cancel();
        assertAborted(canceled::check, Reason.CANCELED);
        assertAborted(query(Duration.ZERO)::check, Reason.TIMEOUT);
    }

    @Test
    void waitsAtTheGateNoLongerThanItMayRun() {
        var gate = new QueryGate(1, new PrometheusRegistry());
        try (QueryGate.Place place = gate.enter(query(Duration.ofMinutes(1)))) {
            assertThat(place.waitedSeconds()).isGreaterThanOrEqualTo(0);
            assertAborted(() -> gate.enter(query(Duration.ofMillis(1))), Reason.TIMEOUT);
        }
        gate.enter(query(Duration.ofMinutes(1))).close();
    }

    private static void assertAborted(Runnable action, Reason reason) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(QueryAbortedException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
