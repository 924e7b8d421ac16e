package io.hypnos.promql.format;

import java.io.IOException;

import io.hypnos.promql.Explanation;

/// Writes the plan of a query as a tree, in Thanos' shape: `{"name":…,"children":[…]}`.
public final class ExplanationJson {

    private ExplanationJson() {}

    /// Writes one tree; does not flush.
    public static void write(Explanation explanation, JsonOutput json) throws IOException {
        json.raw("{\"name\":").text(explanation.name());
        if (!explanation.children().isEmpty()) {
            json.raw(",\"children\":");
            char before = '[';
            for (Explanation child : explanation.children()) {
                json.raw(before);
                write(child, json);
                before = ',';
            }
            json.raw(']');
        }
        json.raw('}');
    }
}
