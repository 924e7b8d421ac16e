package io.hypnos.allinone.bench.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import io.hypnos.allinone.bench.load.Acknowledgements;
import io.hypnos.allinone.bench.load.SeriesGroup;
import io.hypnos.allinone.bench.model.LoadModel;

/// A file to which every acknowledgement is appended as it comes, in the form of [AckLine].
///
/// Each line is one append, so that killing this process loses at most acknowledgements that had not been written yet, and never makes up one.
/// Runs follow one another in the same file. Safe for use by many threads.
public final class AckLog implements Acknowledgements, AutoCloseable {

    private final FileChannel file;

    /// Begins a run in a new or existing file.
    public AckLog(Path path, LoadModel model) throws IOException {
        file = FileChannel.open(path, CREATE, APPEND);
        try {
            if (file.size() > 0) {
                // Ends a line that an earlier process could not finish.
                append("\n");
            }
            append(new AckLine.Run(model).render());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void acknowledged(SeriesGroup group, long step) throws IOException {
        append(new AckLine.Ack(group, step).render());
    }

    private synchronized void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
