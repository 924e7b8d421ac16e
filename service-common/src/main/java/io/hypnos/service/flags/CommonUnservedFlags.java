package io.hypnos.service.flags;

import java.util.List;

/// Flags that every role of Thanos has and that are answered alike by every role here.
final class CommonUnservedFlags {

    static final List<UnservedFlag> ALL = List.of(UnservedFlag.refused("--tracing.config", ""),
            UnservedFlag.refused("--tracing.config-file", ""), UnservedFlag.refused("--request.logging-config", ""),
            UnservedFlag.refused("--request.logging-config-file", ""), UnservedFlag.refused("--http.config", ""),
            UnservedFlag.switchWithoutEffect("--enable-auto-gomemlimit"),
            UnservedFlag.withoutEffect("--auto-gomemlimit.ratio"));

    private CommonUnservedFlags() {}
}
