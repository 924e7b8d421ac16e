package io.hypnos.service.boot;

import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.web.server.PortInUseException;

import io.hypnos.service.config.ConfigException;
import io.hypnos.service.flags.FlagException;

/// Says in one line why a role could not start.
final class StartFailure {

    private static final Pattern PORT = Pattern.compile(":(\\d+)\\D*$");

    private StartFailure() {}

    static String describe(Throwable failure) {
        List<Throwable> chain = chainOf(failure);
        for (Throwable cause : chain) {
            switch (cause) {
                case FlagException told -> {
                    return String.valueOf(told.getMessage());
                }
                case StartException told -> {
                    return String.valueOf(told.getMessage());
                }
                case ConfigException told -> {
                    return String.valueOf(told.getMessage());
                }
                case PortInUseException taken -> {
                    return taken(taken.getPort());
                }
                default -> {
                    // Further down, perhaps.
                }
            }
        }
        Throwable root = chain.getLast();
        String reason = String.valueOf(root.getMessage());
        if (root instanceof IOException && (root instanceof BindException || reason.contains("bind("))) {
            return bindFailure(chain, reason);
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + reason);
    }

    private static String bindFailure(List<Throwable> chain, String reason) {
        for (Throwable cause : chain) {
            Matcher port = PORT.matcher(String.valueOf(cause.getMessage()));
            if (port.find()) {
                return reason.contains("in use")
                        ? taken(Integer.parseInt(port.group(1)))
                        : "cannot listen on port " + port.group(1) + ": " + reason;
            }
        }
        return "cannot listen: " + reason;
    }

    private static String taken(int port) {
        return "port " + port + " is in use" + PortOwner.of(port).map(owner -> " (" + owner + ")").orElse("")
                + "; stop what listens there, or choose another port";
    }

    private static List<Throwable> chainOf(Throwable failure) {
        var chain = new ArrayList<Throwable>();
        for (Throwable cause = failure; cause != null && chain.size() < 50; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
