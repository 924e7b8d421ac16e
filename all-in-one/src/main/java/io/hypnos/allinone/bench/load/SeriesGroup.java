package io.hypnos.allinone.bench.load;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.allinone.bench.model.LoadModel;

/// The series that travel in one request.
///
/// @param tenant whose they are
/// @param first  number of the first one
/// @param count  how many, consecutive
public record SeriesGroup(int tenant, int first, int count) {

    /// All series of all tenants in groups of at most `size`, tenants alternating.
    public static List<SeriesGroup> of(LoadModel.Population population, int size) {
        var groups = new ArrayList<SeriesGroup>();
        for (int first = 0; first < population.seriesOf(0); first += size) {
            for (int tenant = 0; tenant < population.tenants(); tenant++) {
                int count = Math.min(size, population.seriesOf(tenant) - first);
                if (count > 0) {
                    groups.add(new SeriesGroup(tenant, first, count));
                }
            }
        }
        return groups;
    }
}
