package io.hypnos.service.storeapi;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.grpc.Status;

/// What a status says, in one line for people: its code and the reason, without the state of the channel and the stack traces that gRPC puts into
/// descriptions.
final class StatusText {

    /// Stands in the description of a call that waited for a connection until its time was over.
    private static final Pattern LAST_FAILURE = Pattern
            .compile("Last Pick Failure=Status\\{code=\\w+, description=(.*?), cause=([^\\n]*)", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error)(?:: |$)");
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    private StatusText() {}

    static String of(Status status) {
        String description = status.getDescription() == null ? "" : status.getDescription();
        Matcher waiting = LAST_FAILURE.matcher(description);
        if (waiting.find()) {
            return "no connection: " + reason(waiting.group(2), waiting.group(1));
        }
        if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() instanceof IOException cause) {
            return "no connection: " + reason(String.valueOf(cause.getMessage()), description);
        }
        String said = description.replaceFirst("(?s)(\\. Name resolution delay |\\n).*", "");
        return status.getCode() + (said.isEmpty() ? "" : ": " + said);
    }

    private static String reason(String cause, String otherwise) {
        String text = cause.lines().findFirst().orElse("");
        text = CLASS_NAME.matcher(text).replaceFirst("");
        text = SYSTEM_CALL.matcher(text).replaceFirst("");
        return text.isBlank() || text.equals("null") || text.startsWith("null,") || text.startsWith("null}")
                ? otherwise
                : text;
    }
}
