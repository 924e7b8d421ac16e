package io.hypnos.receive.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.tenant.TenantsFixture;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesData;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.SeriesStoreContract;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.Appender;

class TenantsSeriesStoreTest extends SeriesStoreContract {

    private static final TimeRange RANGE = TimeRange.closed(0, 60_000);

    @TempDir
    private Path directory;
    private final List<TenantTsdbs> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(TenantTsdbs::close);
    }

    private TenantTsdbs tenants() {
        TenantTsdbs tenants = TenantsFixture.open(directory.resolve(Integer.toString(opened.size())));
        opened.add(tenants);
        return tenants;
    }

    private static void write(TenantTsdbs tenants, String tenant, List<SeriesData> data) {
        Appender appender = tenants.get(new TenantId(tenant)).tsdb().appender();
        for (SeriesData series : data) {
            for (int i = 0; i < series.times().length; i++) {
                appender.add(series.labels(), series.times()[i], i);
            }
        }
        assertThat(appender.commit().isComplete()).isTrue();
    }

    @Override
    protected SeriesStore storeOf(Labels external, List<SeriesData> data) {
        TenantTsdbs tenants = tenants();
        write(tenants, external.get("tenant_id"), data);
        return new TenantsSeriesStore(tenants);
    }

    private static SeriesRequest request(Matcher... matchers) {
        return new SeriesRequest(new Selection(RANGE, List.of(matchers), List.of()), SeriesRequest.ChunkRequest.RAW,
                SelectHints.of(RANGE), null,
                PartialResponse.WARN, 0);
    }

    private static List<Labels> read(SeriesStore store, SeriesRequest request) {
        var found = new ArrayList<Labels>();
        try (ChunkSeriesSet set = store.series(request, QueryContext.UNLIMITED)) {
            while (set.next()) {
                found.add(set.series().labels());
            }
            assertThat(set.warnings()).isEmpty();
        }
        return found;
    }

    private TenantsSeriesStore twoTenants() {
        TenantTsdbs tenants = tenants();
        write(tenants, "team-a", List.of(SeriesData.every(1000, 0, 60_000, "__name__", "up", "job", "a")));
        write(tenants, "team-b", List.of(SeriesData.every(1000, 30_000, 60_000, "__name__", "up", "job", "a"),
                SeriesData.every(1000, 30_000, 60_000, "__name__", "up", "job", "b")));
        return new TenantsSeriesStore(tenants);
    }

    @Test
    void keepsTenantsApartByTheirLabel() {
        SeriesStore store = twoTenants();
        assertThat(read(store, request(Matcher.equal("__name__", "up")))).containsExactly(
                Labels.of("__name__", "up", "job", "a", "replica", "r1", "tenant_id", "team-a"),
                Labels.of("__name__", "up", "job", "a", "replica", "r1", "tenant_id", "team-b"),
                Labels.of("__name__", "up", "job", "b", "replica", "r1", "tenant_id", "team-b"));
        assertThat(read(store, request(Matcher.equal("__name__", "up"), Matcher.equal("tenant_id", "team-a"))))
                .hasSize(1);
        assertThat(read(store, request(Matcher.equal("tenant_id", "team-b"), Matcher.of(MatchType.REGEX, "job", ".+"))))
                .hasSize(2);
        assertThat(read(store, request(Matcher.equal("tenant_id", "team-c"), Matcher.equal("__name__", "up"))))
                .isEmpty();
    }

    @Test
    void announcesEachTenantAndItsOldestSample() {
        var info = twoTenants().info();
        assertThat(info.labelSets()).containsExactlyInAnyOrder(Labels.of("replica", "r1", "tenant_id", "team-a"),
                Labels.of("replica", "r1", "tenant_id", "team-b"));
        assertThat(info.range()).isEqualTo(TimeRange.closed(0, Long.MAX_VALUE));
        assertThat(info.tsdbs()).extracting(tsdb -> tsdb.range().min()).containsExactly(0L, 30_000L);
    }

    @Test
    void unitesTheLabelsOfTenants() {
        SeriesStore store = twoTenants();
        var every = new LabelsRequest(new Selection(RANGE, List.of(), List.of()), PartialResponse.WARN, 0);
        assertThat(store.labelValues("tenant_id", every, QueryContext.UNLIMITED).texts()).containsExactly("team-a",
                "team-b");
        assertThat(store.labelValues("job", every, QueryContext.UNLIMITED).texts()).containsExactly("a", "b");
        assertThat(store.labelNames(every, QueryContext.UNLIMITED).texts()).containsExactly("__name__", "job",
                "replica", "tenant_id");
    }
}
