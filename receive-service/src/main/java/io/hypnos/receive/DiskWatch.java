package io.hypnos.receive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.service.boot.Readiness;

/// Takes a receiver out of service while its data directory has no room for the write-ahead log, and back in when there is some again. What
/// is stored goes on being served.
final class DiskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private final Path directory;
    private final TenantTsdbs tenants;
    private final Readiness.Condition condition;
    private boolean full;

    DiskWatch(Path directory, TenantTsdbs tenants, Readiness readiness) {
        this.directory = directory;
        this.tenants = tenants;
        this.condition = readiness.require("disk", "the data directory is being looked at");
        condition.met();
    }

    /// To be called every now and then, by one thread.
    void look() {
        boolean nowFull = !tenants.acceptWrites();
        if (nowFull == full) {
            return;
        }
        full = nowFull;
        if (full) {
            String reason = "data dir " + directory + " has " + free()
                    + " free; receive stopped accepting (503) to protect the WAL";
            condition.unmet(reason);
            LOG.atError().setMessage(reason).log();
        } else {
            condition.met();
            LOG.atInfo().setMessage("the data directory takes writes again").addKeyValue("directory", directory).log();
        }
    }

    private String free() {
        try {
            long bytes = Files.getFileStore(directory).getUsableSpace();
            return bytes < 1 << 20 ? bytes + " B" : (bytes >> 20) + " MiB";
        } catch (IOException e) {
            return "an unknown number of bytes";
        }
    }
}
