/// HTTP as Prometheus' clients know it: form parameters read like Go reads them, Prometheus' words for their faults, its JSON envelope, and
/// requests that run on a virtual thread each and may block.
///
/// A role declares [io.hypnos.service.web.ApiRoutes]; a handler takes an [io.hypnos.service.web.ApiRequest] and gives an
/// [io.hypnos.service.web.ApiResponse]. Spring's types stop at [io.hypnos.service.web.ApiDispatcher].
///
/// May import: [io.hypnos.series], `storeapi`, `tenancy`, `metrics` of this module, Spring WebFlux, Netty, Jackson.
@NullMarked
package io.hypnos.service.web;

import org.jspecify.annotations.NullMarked;
