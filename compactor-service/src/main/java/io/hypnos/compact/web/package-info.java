/// The compactor's HTTP API. May import: `compact.engine`, `objstore.block`, `service.web`.
@NullMarked
package io.hypnos.compact.web;

import org.jspecify.annotations.NullMarked;
