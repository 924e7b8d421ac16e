package io.hypnos.allinone.demo.model;

/// One service of the demo's shop.
///
/// @param tenant     whose metrics they are
/// @param name       the job of its series
/// @param requests   requests per second over all instances, on average
/// @param instances  how many there are
/// @param incidents  when it is slow and fails
public record DemoService(String tenant, String name, double requests, int instances, Incidents incidents) {

    /// Its traffic; each service has its peaks at other times of the day.
    public Traffic traffic() {
        return new Traffic(requests, (name.hashCode() & 0xFF) / 256.0);
    }
}
