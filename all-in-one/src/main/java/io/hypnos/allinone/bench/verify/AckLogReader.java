package io.hypnos.allinone.bench.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads an acknowledgement log back.
public final class AckLogReader {

    private AckLogReader() {}

    /// What a log holds.
    ///
    /// @param runs     in the order of the file
    /// @param unusable lines that are torn, and those below a torn `run` line; what they acknowledged is not checked
    public record Contents(List<AcknowledgedRun> runs, int unusable) {}

    public static Contents read(Path path) throws IOException {
        var runs = new ArrayList<AcknowledgedRun>();
        int unusable = 0;
        AcknowledgedRun current = null;
        try (BufferedReader lines = Files.newBufferedReader(path, ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    continue;
                }
                try {
                    switch (AckLine.parse(line)) {
                        case AckLine.Run(var model) -> {
                            current = new AcknowledgedRun(model);
                            runs.add(current);
                        }
                        case AckLine.Ack(var group, var step) -> {
                            if (current == null) {
                                throw new IllegalArgumentException("an acknowledgement before any run");
                            }
                            current.add(group, step);
                        }
                    }
                } catch (IllegalArgumentException e) {
                    unusable++;
                    if (line.startsWith("run ")) {
                        current = null;
                    }
                }
            }
        }
        return new Contents(List.copyOf(runs), unusable);
    }
}
