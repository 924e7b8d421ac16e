package io.hypnos.allinone.bench.model;

import java.util.LinkedHashMap;
import java.util.Map;

/// The labels that Kubernetes and a scraper give to the series of one pod.
final class TargetLabels {

    private static final String[] APPS = {"checkout-service", "payment-gateway", "inventory-sync", "session-cache",
        "recommendation-engine", "search-indexer", "image-resizer", "notification-relay", "fraud-detector",
        "billing-exporter"};
    private static final String[] TEAMS = {"team-storefront", "team-payments", "team-logistics", "team-platform",
        "team-insights"};

    private TargetLabels() {}

    static Map<String, String> of(String cluster, long seed, int target, long generation) {
        long hash = SplitMix.at(seed, target);
        String app = APPS[(int) Long.remainderUnsigned(hash, APPS.length)];
        long place = SplitMix.mix(hash + generation);
        var labels = new LinkedHashMap<String, String>();
        labels.put("cluster", cluster);
        labels.put("container", app);
        labels.put("instance",
                "10." + (place & 127) + "." + (place >>> 7 & 255) + "." + (place >>> 15 & 255) + ":9100");
        labels.put("job", "kubernetes-pods");
        labels.put("namespace", TEAMS[(int) Long.remainderUnsigned(hash >>> 8, TEAMS.length)]);
        labels.put("node",
                "ip-10-0-" + (target / 30 >>> 8) + "-" + (target / 30 & 255) + ".eu-central-1.compute.internal");
        labels.put("pod",
                app + "-" + Long.toHexString(hash >>> 28) + "-" + Integer.toString(target, 36) + "g" + generation);
        labels.put("service", app);
        return labels;
    }
}
