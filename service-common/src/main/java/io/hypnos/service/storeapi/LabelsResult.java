package io.hypnos.service.storeapi;

import java.util.List;

/// Label names or values, ascending by bytes and unique, and what went wrong without ending the search.
public record LabelsResult(List<String> texts, List<String> warnings) {

    public static final LabelsResult EMPTY = new LabelsResult(List.of(), List.of());

    public LabelsResult {
        texts = List.copyOf(texts);
        warnings = List.copyOf(warnings);
    }
}
