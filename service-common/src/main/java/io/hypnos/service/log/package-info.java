/// How a role's log lines look: logfmt or JSON, one line per event.
///
/// May import: SLF4J, Logback, [io.hypnos.service.flags]. Start reading at [io.hypnos.service.log.LogSetup].
@NullMarked
package io.hypnos.service.log;

import org.jspecify.annotations.NullMarked;
