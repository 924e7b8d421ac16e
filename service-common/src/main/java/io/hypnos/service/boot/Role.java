package io.hypnos.service.boot;

import java.util.List;

import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.Variables;

/// A role that a process can take: its name, its flags, and the beans that do its work.
///
/// The beans of [#configuration] may ask for: the flags class `F`, [io.hypnos.service.flags.ParsedFlags], [Variables], [Readiness], [RoleEnd],
/// [BuildInfo], `PrometheusRegistry`, [io.hypnos.service.metrics.HttpMetrics], [io.hypnos.service.web.RequestGate]. What they offer is found
/// by type: [io.hypnos.service.web.ApiRoutes], gRPC's `BindableService`, [StopHook].
///
/// @param <F> the class of its flags
public interface Role<F> {

    /// The first argument that asks for it, and the `component` of its metrics.
    String name();

    RoleFlags<F> flags();

    /// The parts of the flags that the servers of the role need.
    ServerFlags servers(F flags);

    /// A class with Spring's `@Configuration`.
    Class<?> configuration();

    /// Looks at everything the flags refer to, without starting anything.
    ///
    /// @return what was understood, a line each
    /// @throws RuntimeException with a line for the operator when the role could not start like this
    default List<String> check(F flags, Variables variables) {
        return List.of();
    }
}
