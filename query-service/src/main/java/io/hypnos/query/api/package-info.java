/// The Prometheus HTTP API of the querier, endpoint by endpoint, and its pages.
@NullMarked
package io.hypnos.query.api;

import org.jspecify.annotations.NullMarked;
