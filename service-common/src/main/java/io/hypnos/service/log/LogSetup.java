package io.hypnos.service.log;

import java.nio.file.Path;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import io.hypnos.service.flags.LogFlags;

/// Sets up the process's logging: one stream in the form that the flags ask for. What the libraries say below a warning is
/// left out, unless everything is asked for.
public final class LogSetup {

    private LogSetup() {}

    /// To standard error.
    public static void apply(LogFlags flags) {
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setTarget("System.err");
        apply(flags, console);
    }

    /// To the end of a file, for a process that shows something else to its user.
    public static void apply(LogFlags flags, Path file) {
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        appender.setAppend(true);
        apply(flags, appender);
    }

    private static void apply(LogFlags flags, OutputStreamAppender<ILoggingEvent> appender) {
        // Spring would reconfigure the logging of the whole process with every context that starts or stops.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        boolean debug = flags.level() == LogFlags.Level.DEBUG;
        EncoderBase<ILoggingEvent> encoder = switch (flags.format()) {
            case LOGFMT -> new LogfmtEncoder(flags.name(), debug);
            case JSON -> new JsonLogEncoder(flags.name(), debug);
        };
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(debug ? Level.INFO : Level.WARN);
        context.getLogger("io.hypnos").setLevel(levelOf(flags.level()));
        // gRPC speaks java.util.logging; every call that a client gives up is an error to it.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        context.getLogger("io.grpc").setLevel(debug ? Level.INFO : Level.OFF);
        // Failures to start are told by the launcher, in one line.
        context.getLogger("org.springframework.boot.SpringApplication").setLevel(Level.OFF);
        context.getLogger("org.springframework.boot.diagnostics").setLevel(Level.OFF);
        context.getLogger("org.springframework.boot.web").setLevel(Level.ERROR);
        // An answer that breaks off is told by whoever wrote it.
        context.getLogger("org.springframework.web.server.adapter.HttpWebHandlerAdapter").setLevel(Level.OFF);
        context.getLogger("reactor.netty.http.server.HttpServerOperations").setLevel(Level.OFF);
    }

    private static Level levelOf(LogFlags.Level level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
