package io.hypnos.service.web;

import io.hypnos.service.flags.WebFlags;

/// Where the API and the pages lie, seen from here and from a browser.
///
/// @param routePrefix    on this port: empty, or `/…` without a slash at its end
/// @param externalPrefix in links, likewise
/// @param prefixHeader   of a proxy that names the prefix per request; empty for none
public record WebPaths(String routePrefix, String externalPrefix, String prefixHeader) {

    public static final WebPaths ROOT = new WebPaths("", "", "");

    public static WebPaths of(WebFlags flags) {
        String external = normal(flags.externalPrefix());
        String route = flags.routePrefix().isEmpty() ? external : normal(flags.routePrefix());
        return new WebPaths(route, external, flags.prefixHeader());
    }

    /// The prefix of links in the answer to a request.
    public String linkPrefix(ApiRequest request) {
        if (!externalPrefix.isEmpty() || prefixHeader.isEmpty()) {
            return externalPrefix;
        }
        String named = request.header(prefixHeader);
        return named == null ? "" : safe(normal(named));
    }

    private static String normal(String prefix) {
        String text = prefix.strip();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return text.isEmpty() || text.startsWith("/") ? text : "/" + text;
    }

    /// A header may come from anywhere: only what cannot leave the site or a quoted attribute is believed.
    private static String safe(String prefix) {
        return prefix.startsWith("//") || !prefix.matches("[A-Za-z0-9/._~-]*") ? "" : prefix;
    }
}
