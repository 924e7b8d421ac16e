package io.hypnos.query.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.ErrorType;
import io.hypnos.service.web.WebPaths;

/// The pages: one document for every path of theirs, which finds out by its address what to show, and the files it needs. All links in it are
/// relative, so it works below any prefix.
public final class Pages {

    private static final String FOLDER = "/ui/";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
            "text/css; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "svg", "image/svg+xml");
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; form-action 'none'";

    private final WebPaths paths;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    public Pages(WebPaths paths) {
        this.paths = paths;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().get("page", "/", this::home).get("page", "/graph", request -> file("index.html"))
                .get("page", "/query", request -> file("index.html"))
                .get("page", "/stores", request -> file("index.html"))
                .get("page", "/ui/{file}", request -> file(request.pathVariable("file"))).build();
    }

    private ApiResponse home(ApiRequest request) {
        return ApiResponse.redirect(paths.linkPrefix(request) + "/graph");
    }

    private ApiResponse file(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || name.indexOf('/') >= 0) {
            throw notFound();
        }
        byte[] bytes = files.computeIfAbsent(name, Pages::load);
        return new ApiResponse(200, type, Map.of("Cache-Control", "no-cache", "Content-Security-Policy", POLICY),
                out -> out.write(bytes));
    }

    private static byte[] load(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw notFound();
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ApiException(ErrorType.INTERNAL, "a page could not be read");
        }
    }

    private static ApiException notFound() {
        return new ApiException(ErrorType.NOT_FOUND, "no such page");
    }
}
