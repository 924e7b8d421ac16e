package io.hypnos.query.api;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.parse.Parser;
import io.hypnos.query.fanout.StoreFilter;
import io.hypnos.query.flags.AnswerFlags;
import io.hypnos.query.flags.TenancyFlags;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Shard;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;

/// Reads Thanos' parameters about the stores: `dedup`, `replicaLabels[]`, `partial_response`, `storeMatch[]`, `shard_info`; and whom the
/// request is for.
public final class AnswerOptionsReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AnswerFlags answer;
    private final TenancyFlags tenancy;

    public AnswerOptionsReader(AnswerFlags answer, TenancyFlags tenancy) {
        this.answer = answer;
        this.tenancy = tenancy;
    }

    public TenantId tenant(ApiRequest request) {
        return request.tenant(tenancy.header());
    }

    public AnswerOptions read(ApiRequest request) {
        var parameters = request.parameters();
        List<String> replicaLabels = request.form().all("replicaLabels[]");
        if (replicaLabels.isEmpty()) {
            replicaLabels = answer.replicaLabels();
        }
        boolean partial = parameters.flag("partial_response", answer.partialResponse());
        return new AnswerOptions(parameters.flag("dedup", true) ? replicaLabels : List.of(),
                partial ? PartialResponse.WARN : PartialResponse.ABORT, new StoreFilter(storeMatchers(request)),
                shard(request), enforced(request));
    }

    private List<Matcher> enforced(ApiRequest request) {
        return tenancy.enforce() ? List.of(Matcher.equal(tenancy.label(), tenant(request).value())) : List.of();
    }

    private static List<List<Matcher>> storeMatchers(ApiRequest request) {
        var matchers = new ArrayList<List<Matcher>>();
        for (String selector : request.form().all("storeMatch[]")) {
            try {
                matchers.add(Parser.parseMatchers(selector, ParserOptions.DEFAULT));
            } catch (QueryException e) {
                throw ApiException.invalidParameter("storeMatch[]", String.valueOf(e.getMessage()));
            }
        }
        return matchers;
    }

    private static @Nullable Shard shard(ApiRequest request) {
        String text = request.form().first("shard_info");
        if (text.isEmpty()) {
            return null;
        }
        try {
            var wire = JSON.readValue(text, WireShard.class);
            return wire.total_shards() < 1
                    ? null
                    : new Shard(wire.shard_index(), wire.total_shards(), wire.by(), wire.labels());
        } catch (JacksonException e) {
            throw ApiException.invalidParameter("shard_info", e.getOriginalMessage());
        }
    }

    /// The JSON of `shard_info`.
    private record WireShard(long shard_index, long total_shards, boolean by, @Nullable List<String> labels) {

        @Override
        public List<String> labels() {
            return labels == null ? List.of() : labels;
        }
    }
}
