package io.hypnos.objstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs the client's account of its requests line by line at DEBUG. The client itself leaves signatures out.
final class TraceLog extends OutputStream {

    private static final Logger log = LoggerFactory.getLogger(TraceLog.class);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
        if (b != '\n') {
            line.write(b);
            return;
        }
        log.atDebug().addKeyValue("s3", line.toString(UTF_8)).log("object store request");
        line.reset();
    }
}
