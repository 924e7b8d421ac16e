package io.hypnos.tsdb.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/// Real programs that tests compare with: found on the `PATH`, or where the system property `hypnos.<name>` says.
///
/// A test that needs one that is missing is skipped; with `HYPNOS_REQUIRE_PROMETHEUS=true` in the environment it fails.
public final class Binaries {

    private Binaries() {}

    public static Path require(String name) {
        String given = System.getProperty("hypnos." + name);
        if (given != null) {
            return Path.of(given);
        }
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            Path candidate = Path.of(directory).resolve(name);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        String message = "there is no " + name + " on the PATH";
        if (Boolean.parseBoolean(System.getenv("HYPNOS_REQUIRE_PROMETHEUS"))) {
            fail(message);
        }
        Assumptions.abort(message);
        throw new IllegalStateException(message);
    }

    /// A directory of third-party test data, which is read in place.
    public static Path testdata(String name) {
        Path path = Path.of(System.getProperty("hypnos.testdata", "none")).resolve(name);
        Assumptions.assumeTrue(Files.exists(path), "there is no " + path);
        return path;
    }
}
