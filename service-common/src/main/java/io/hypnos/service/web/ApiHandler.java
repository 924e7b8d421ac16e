package io.hypnos.service.web;

/// Answers requests of one endpoint. Runs on a virtual thread of its own per request, so it may block.
@FunctionalInterface
public interface ApiHandler {

    /// @throws ApiException for an error that the client is to see; other exceptions are translated, see [ApiFaults]
    ApiResponse handle(ApiRequest request) throws Exception;
}
