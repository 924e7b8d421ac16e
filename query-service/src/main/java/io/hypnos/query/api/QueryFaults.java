package io.hypnos.query.api;

import io.hypnos.promql.QueryException;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ErrorType;

/// The one place where failures of the engine become errors of the API.
final class QueryFaults {

    private QueryFaults() {}

    static ApiException of(QueryException failure) {
        String text = String.valueOf(failure.getMessage());
        return switch (failure) {
            case QueryException.Parse parse -> ApiException.invalidParameter("query", text);
            case QueryException.Invalid invalid -> ApiException.invalidParameter("query", text);
            case QueryException.Timeout timeout -> new ApiException(ErrorType.TIMEOUT, text);
            case QueryException.Canceled canceled -> new ApiException(ErrorType.CANCELED, text);
            case QueryException.TooManySamples samples -> new ApiException(ErrorType.EXECUTION, text);
            case QueryException.TooMuchMemory memory -> new ApiException(ErrorType.EXECUTION, text);
            case QueryException.Storage storage -> new ApiException(ErrorType.EXECUTION, text);
            case QueryException.Execution execution -> new ApiException(ErrorType.EXECUTION, text);
        };
    }
}
