package io.hypnos.allinone.demo.model;

import java.util.ArrayList;
import java.util.List;

/// All services of the demo: a shop of three (tenant `team-a`, scraped by two Prometheus replicas) and a media service of two (tenant `team-b`,
/// scraped by one).
public final class DemoFleet {

    public static final String TEAM_A = "team-a";
    public static final String TEAM_B = "team-b";

    private static final int INSTANCES = 3;

    private final List<DemoInstance> instances;

    public DemoFleet() {
        var all = new ArrayList<DemoInstance>();
        addTenant(all, TEAM_A, List.of("checkout", "payment", "catalog"), 60);
        addTenant(all, TEAM_B, List.of("upload", "render"), 25);
        instances = List.copyOf(all);
    }

    private static void addTenant(List<DemoInstance> all, String tenant, List<String> names, double requests) {
        for (int i = 0; i < names.size(); i++) {
            var service = new DemoService(tenant, names.get(i), requests * (1 + i), INSTANCES,
                    new Incidents(i, names.size()));
            for (int number = 0; number < INSTANCES; number++) {
                all.add(new DemoInstance(service, number));
            }
        }
    }

    /// The instances of a tenant's services.
    public List<DemoInstance> instances(String tenant) {
        return instances.stream().filter(instance -> instance.service().tenant().equals(tenant)).toList();
    }

    /// Number of series of a tenant, seen by one scraper.
    public int seriesOf(String tenant) {
        return instances(tenant).stream().mapToInt(instance -> instance.series().size()).sum();
    }
}
