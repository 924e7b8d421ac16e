package io.hypnos.service.flags;

import picocli.CommandLine.Option;

/// Where a role's pages and API lie below its HTTP port.
@FlagGroup("Web")
public final class WebFlags {

    @Option(names = "--web.route-prefix", paramLabel = "<path>", description = {
        "Prefix of the API and the pages on this port; the external prefix by default."})
    private String routePrefix = "";

    @Option(names = "--web.external-prefix", paramLabel = "<path>", description = {
        "Prefix of links in pages, when a proxy in front strips it."})
    private String externalPrefix = "";

    @Option(names = "--web.prefix-header", paramLabel = "<header>", description = {
        "HTTP header of a proxy that names the prefix, such as X-Forwarded-Prefix; believed only when given here."})
    private String prefixHeader = "";

    @Option(names = "--web.disable-cors", description = "Send no CORS headers.")
    private boolean disableCors;

    public String routePrefix() {
        return routePrefix;
    }

    public String externalPrefix() {
        return externalPrefix;
    }

    public String prefixHeader() {
        return prefixHeader;
    }

    public boolean disableCors() {
        return disableCors;
    }
}
