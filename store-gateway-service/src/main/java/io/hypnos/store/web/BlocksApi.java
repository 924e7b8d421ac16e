package io.hypnos.store.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.block.BlockMark;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.ErrorType;
import io.hypnos.service.web.JsonValue;
import io.hypnos.store.sync.BlockSync;
import io.hypnos.store.sync.BlockSync.Look;
import io.hypnos.tsdb.block.Ulid;

/// The blocks of the bucket as Thanos' API shows them, and marks by hand:
///
/// - `GET /api/v1/blocks?view=loaded`: the blocks that are served; with `view=global`, which is the default, all that are known.
/// - `POST /api/v1/blocks/mark` with `id`, `action` (`DELETION` or `NO_COMPACTION`) and `detail`; only where the operator allows it.
public final class BlocksApi {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int FORBIDDEN = 403;

    private final BlockSync sync;
    private final Bucket bucket;
    private final BlockMarks marks;
    private final String label;
    private final boolean adminEnabled;
    private final Clock clock;

    /// @param label        an external label by which pages group blocks; may be empty
    /// @param adminEnabled whether blocks may be marked
    public BlocksApi(BlockSync sync, Bucket bucket, String label, boolean adminEnabled, Clock clock) {
        this.sync = sync;
        this.bucket = bucket;
        this.marks = new BlockMarks(bucket);
        this.label = label;
        this.adminEnabled = adminEnabled;
        this.clock = clock;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().get("blocks", "/api/v1/blocks", this::blocks)
                .post("blocks_mark", "/api/v1/blocks/mark", this::mark).build();
    }

    private ApiResponse blocks(ApiRequest request) {
        Look look = sync.last();
        List<BucketBlockMeta> blocks = new ArrayList<>(look.loaded());
        if (!request.form().first("view").equals("loaded")) {
            blocks.clear();
            blocks.addAll(look.catalog().blocks().values());
            look.catalog().hidden().values().forEach(hidden -> blocks.add(hidden.meta()));
        }
        return ApiResponse.data(out -> write(out, look, blocks));
    }

    private void write(OutputStream out, Look look, List<BucketBlockMeta> blocks) throws IOException {
        out.write(("{\"label\":" + MAPPER.writeValueAsString(label) + ",\"blocks\":[").getBytes(UTF_8));
        boolean first = true;
        for (BucketBlockMeta block : blocks) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.write(block.block().toJson());
        }
        String error = look.error().isEmpty() ? "null" : MAPPER.writeValueAsString(look.error());
        out.write(("],\"refreshedAt\":\"" + look.time() + "\",\"err\":" + error + "}").getBytes(UTF_8));
    }

    private ApiResponse mark(ApiRequest request) throws IOException {
        if (!adminEnabled) {
            throw new ApiException(ErrorType.BAD_DATA, FORBIDDEN,
                    "admin operations are disabled; start with --enable-admin-operations to allow them");
        }
        String id = request.form().first("id");
        Ulid block = Ulid.parseOrNull(id);
        if (block == null) {
            throw ApiException.invalidParameter("id", "\"" + id + "\" is not a ULID");
        }
        String detail = request.form().first("detail");
        BlockMark mark = switch (request.form().first("action")) {
            case "DELETION" -> new BlockMark.Deletion(block, detail, clock.instant());
            case "NO_COMPACTION" -> new BlockMark.NoCompact(block, detail, clock.instant(), Reason.MANUAL);
            default -> throw ApiException.invalidParameter("action", "must be DELETION or NO_COMPACTION");
        };
        if (!bucket.exists(BlockKeys.meta(block))) {
            throw new ApiException(ErrorType.NOT_FOUND, "there is no block " + block + " in the bucket");
        }
        marks.put(mark);
        return ApiResponse.data(JsonValue.of(List.of()));
    }
}
