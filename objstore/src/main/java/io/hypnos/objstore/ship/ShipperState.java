package io.hypnos.objstore.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.DurableFiles;

/// Which local blocks are in the bucket: the file `thanos.shipper.json` in the directory of the database, version 1.
///
///     {"version": 1, "uploaded": ["<ULID>", …]}
///
/// It only saves questions to the bucket: one that is missing or cannot be read is as good as one that lists nothing.
record ShipperState(Path file) {

    static final String FILE_NAME = "thanos.shipper.json";

    private static final Logger log = LoggerFactory.getLogger(ShipperState.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int VERSION = 1;

    static ShipperState in(Path database) {
        return new ShipperState(database.resolve(FILE_NAME));
    }

    Set<Ulid> read() throws IOException {
        var uploaded = new TreeSet<Ulid>();
        try {
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            if (json.path("version").asInt(0) != VERSION) {
                log.atWarn().addKeyValue("file", file).log("ignoring a shipper file of another version");
                return uploaded;
            }
            for (JsonNode id : json.path("uploaded")) {
                Ulid block = Ulid.parseOrNull(id.asString(""));
                if (block != null) {
                    uploaded.add(block);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was uploaded yet.
        } catch (JacksonException e) {
            log.atWarn().addKeyValue("file", file).addKeyValue("err", e.getOriginalMessage())
                    .log("ignoring an unreadable shipper file");
        }
        return uploaded;
    }

    void write(Collection<Ulid> uploaded) throws IOException {
        String list = uploaded.stream().map(id -> "\n\t\t\"" + id + "\"").collect(Collectors.joining(","));
        String json = "{\n\t\"version\": " + VERSION + ",\n\t\"uploaded\": ["
                + (uploaded.isEmpty() ? "" : list + "\n\t") + "]\n}\n";
        DurableFiles.write(file, json.getBytes(UTF_8));
    }
}
