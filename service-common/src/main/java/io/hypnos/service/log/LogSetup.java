package io.hypnos.service.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import io.hypnos.service.flags.LogFlags;

/// Sets up the process's logging: one stream, standard error, in the form that the flags ask for. What the libraries say below a warning is
/// left out, unless everything is asked for.
public final class LogSetup {

    private LogSetup() {}

    public static void apply(LogFlags flags) {
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
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
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
