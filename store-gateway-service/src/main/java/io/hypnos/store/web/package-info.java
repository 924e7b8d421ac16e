/// The HTTP API of the store gateway.
///
/// Start reading at [io.hypnos.store.web.BlocksApi].
@NullMarked
package io.hypnos.store.web;

import org.jspecify.annotations.NullMarked;
