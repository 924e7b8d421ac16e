package io.hypnos.allinone.demo.model;

/// The times at which a service is in trouble: every half hour one service of each tenant, in turn, for four minutes.
///
/// @param turn     the service's place in the order of its tenant's services
/// @param services how many take turns
public record Incidents(int turn, int services) {

    /// Time between two incidents of a tenant, in seconds.
    public static final double PERIOD = 1800;

    private static final double FIRST = 600;
    private static final double LENGTH = 240;
    private static final double RECOVERY = 90;

    /// Seconds of trouble since the epoch.
    public double total(double seconds) {
        double cycle = PERIOD * services;
        return Math.floor(seconds / cycle) * LENGTH + Math.clamp(inCycle(seconds) - start(), 0, LENGTH);
    }

    /// How bad it is, from 0 to 1: at once in trouble, then slowly out of it.
    public double intensity(double seconds) {
        double since = inCycle(seconds) - start();
        if (since < 0) {
            return 0;
        }
        return since < LENGTH ? Math.min(1, since / 20) : Math.exp((LENGTH - since) / RECOVERY);
    }

    private double start() {
        return turn * PERIOD + FIRST;
    }

    private double inCycle(double seconds) {
        double cycle = PERIOD * services;
        return seconds - Math.floor(seconds / cycle) * cycle;
    }
}
