/// Index headers: the small part of the index of a block that is needed to find the rest, kept on the local disk in the format of Thanos.
///
/// Start reading at [io.hypnos.store.header.HeaderFile].
@NullMarked
package io.hypnos.store.header;

import org.jspecify.annotations.NullMarked;
