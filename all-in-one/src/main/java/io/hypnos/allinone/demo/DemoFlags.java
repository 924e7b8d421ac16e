package io.hypnos.allinone.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.ObjstoreFlags;
import io.hypnos.service.flags.RoleFlags;

/// The flags of `hypnos demo`.
@FlagGroup("Demo")
public final class DemoFlags {

    @Mixin
    final LogFlags log = new LogFlags();
    @Mixin
    final ObjstoreFlags objstore = new ObjstoreFlags();

    @Option(names = "--history", paramLabel = "<duration>", description = "How far back the past goes that is written into the bucket, once; 0 for none.")
    Duration history = Duration.ofDays(30);

    @Option(names = "--scratch-dir", paramLabel = "<dir>", description = "Directory for blocks on their way to the bucket.")
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"), "hypnos-demo");

    @Option(names = "--remote-write.url", paramLabel = "<url>", description = "Where live samples of team-a and team-b go; repeatable. Without it, there are none.")
    List<URI> receivers = List.of();

    @Option(names = "--scrape", paramLabel = "<job=host:port>", description = "A page of metrics to write as tenant system, such as thanos-query=query:10902; repeatable.")
    List<String> scrape = List.of();

    public static RoleFlags<DemoFlags> role() {
        return new RoleFlags<>("demo",
                "Fills an installation with something to look at: a month of past, and live tenants.",
                DemoFlags::new, List.of());
    }
}
