/// The store gateway as a role: its flags, its beans and its clock. What it serves is in [io.hypnos.store.select], what it serves it from in
/// [io.hypnos.store.sync] and [io.hypnos.store.block].
///
/// Start reading at [io.hypnos.store.StoreRole].
@NullMarked
package io.hypnos.store;

import org.jspecify.annotations.NullMarked;
