package io.hypnos.service.web;

import java.util.ArrayList;
import java.util.List;

import org.springframework.http.HttpMethod;

/// Endpoints of one HTTP port. Several beans of this type add up.
///
/// @param routes in no particular order; no two with one method and path
public record ApiRoutes(List<Route> routes) {

    public ApiRoutes {
        routes = List.copyOf(routes);
    }

    /// One endpoint.
    ///
    /// @param name    the `handler` label of its metrics
    /// @param methods any of them
    /// @param path    a pattern with `{variables}`, below the route prefix unless it is operational
    /// @param kind    how it is treated beside being called
    public record Route(String name, List<HttpMethod> methods, String path, Kind kind, ApiHandler handler) {

        public Route {
            methods = List.copyOf(methods);
        }
    }

    /// What an endpoint is for.
    public enum Kind {
        /// Work for clients: measured, below the route prefix, refused once the role is stopping.
        API,
        /// For those who run the role: not measured, at the root, answered to the end.
        OPERATIONAL
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Collects routes.
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        public Builder get(String name, String path, ApiHandler handler) {
            return add(name, path, handler, HttpMethod.GET);
        }

        public Builder post(String name, String path, ApiHandler handler) {
            return add(name, path, handler, HttpMethod.POST);
        }

        public Builder put(String name, String path, ApiHandler handler) {
            return add(name, path, handler, HttpMethod.PUT);
        }

        public Builder delete(String name, String path, ApiHandler handler) {
            return add(name, path, handler, HttpMethod.DELETE);
        }

        /// An endpoint that takes its parameters from the query string or from a form body.
        public Builder getOrPost(String name, String path, ApiHandler handler) {
            return add(name, path, handler, HttpMethod.GET, HttpMethod.POST);
        }

        /// A GET that is no work for clients, such as a probe.
        public Builder operational(String path, ApiHandler handler) {
            routes.add(new Route("operational", List.of(HttpMethod.GET), path, Kind.OPERATIONAL, handler));
            return this;
        }

        private Builder add(String name, String path, ApiHandler handler, HttpMethod... methods) {
            routes.add(new Route(name, List.of(methods), path, Kind.API, handler));
            return this;
        }

        public ApiRoutes build() {
            return new ApiRoutes(routes);
        }
    }
}
