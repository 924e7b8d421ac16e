package io.hypnos.service.web;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.hypnos.service.tenancy.TenantHeader;
import io.hypnos.service.tenancy.TenantId;

/// A request as a handler sees it: decoded, with its body read.
public final class ApiRequest {

    private final String method;
    private final String path;
    private final Map<String, String> pathVariables;
    private final HttpHeaders headers;
    private final byte[] body;
    private final Form form;
    private final Abandonment abandonment;

    ApiRequest(String method, String path, Map<String, String> pathVariables, HttpHeaders headers, byte[] body,
            Form form,
            Abandonment abandonment) {
        this.method = method;
        this.path = path;
        this.pathVariables = Map.copyOf(pathVariables);
        this.headers = headers;
        this.body = body;
        this.form = form;
        this.abandonment = abandonment;
    }

    public String method() {
        return method;
    }

    /// Decoded, with the route prefix.
    public String path() {
        return path;
    }

    /// The decoded value of `{name}` in the route.
    public String pathVariable(String name) {
        return pathVariables.getOrDefault(name, "");
    }

    public @Nullable String header(String name) {
        return headers.getFirst(name);
    }

    /// The bytes of a body that is no form. Lent.
    public byte[] body() {
        return body;
    }

    public Form form() {
        return form;
    }

    public Parameters parameters() {
        return new Parameters(form);
    }

    /// @throws io.hypnos.service.tenancy.InvalidTenantException for what is no tenant
    public TenantId tenant(TenantHeader header) {
        return header.resolve(this::header);
    }

    /// Runs `action` when the client goes away before it has its answer, at once if it is gone already. The handler's thread is not interrupted:
    /// that would close files that other requests read.
    public void onAbandoned(Runnable action) {
        abandonment.add(action);
    }
}
