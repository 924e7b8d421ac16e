package io.hypnos.service.storeapi;

/// A question about label names or values.
///
/// @param selection       the series whose labels are meant; without matchers all
/// @param partialResponse what to do when a part of the store fails
/// @param limit           number of texts after which the rest is not needed; 0 for all
public record LabelsRequest(Selection selection, PartialResponse partialResponse, int limit) {}
