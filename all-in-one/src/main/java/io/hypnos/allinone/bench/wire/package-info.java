/// Remote write as the load tool speaks it: request bodies that are encoded once and then only patched, and a connection that sends
/// bytes and reads a status.
///
/// Knows the model of the load tool and nothing else of Hypnos: what it sends must not depend on the receiver's own code. Start at
/// [io.hypnos.allinone.bench.wire.PreparedRequest].
@NullMarked
package io.hypnos.allinone.bench.wire;

import org.jspecify.annotations.NullMarked;
