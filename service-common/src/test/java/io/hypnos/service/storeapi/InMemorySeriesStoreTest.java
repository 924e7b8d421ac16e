package io.hypnos.service.storeapi;

import java.util.List;

import io.hypnos.series.labels.Labels;

class InMemorySeriesStoreTest extends SeriesStoreContract {

    @Override
    protected SeriesStore storeOf(Labels external, List<SeriesData> data) {
        return new InMemorySeriesStore(external, data);
    }

    @Override
    protected boolean looksAtContext() {
        return false;
    }
}
