package io.hypnos.allinone.demo.model;

import java.util.List;

import io.hypnos.series.labels.Labels;

/// One running copy of a service, which starts anew about once a day, at another hour than the others.
public final class DemoInstance {

    private static final double SHORTEST_LIFE = 20 * 3600;
    /// Requests that suffer, per second of an incident and average request per second; less than there ever are, so that the others never become
    /// fewer.
    private static final double SLOW_SHARE = Traffic.FLOOR * 0.9;

    private final DemoService service;
    private final Traffic traffic;
    private final double share;
    private final double life;
    private final double phase;
    private final List<DemoSeries> series;

    /// @param number of the instance in its service
    DemoInstance(DemoService service, int number) {
        this.service = service;
        traffic = service.traffic();
        // The load balancer is not quite fair.
        share = (1 + 0.06 * (number - (service.instances() - 1) / 2.0)) / service.instances();
        life = SHORTEST_LIFE + 3600 * 2.5 * number + service.incidents().turn() * 1234;
        phase = 5000.0 * number;
        series = new InstanceSeries(service, Labels.of("job", service.name(), "instance", service.name() + "-" + number
                + ":8080", "cluster", "demo", "demo", "true")).all();
    }

    public DemoService service() {
        return service;
    }

    public List<DemoSeries> series() {
        return series;
    }

    /// What it has gone through at a moment (ms).
    public InstanceState at(long millis) {
        double now = millis / 1000.0;
        double started = Math.floor((now - phase) / life) * life + phase;
        Incidents incidents = service.incidents();
        double slowPerSecond = SLOW_SHARE * traffic.average();
        return new InstanceState(millis, now - started, share * (traffic.total(now) - traffic.total(started)),
                share * slowPerSecond * (incidents.total(now) - incidents.total(started)), share * traffic.rate(now),
                incidents.intensity(now));
    }
}
