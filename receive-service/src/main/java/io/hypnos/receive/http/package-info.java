/// The remote write port: what is asked, what is refused at the door, and what each outcome is answered.
///
/// [io.hypnos.receive.http.RemoteWriteServer] is the port, [io.hypnos.receive.http.WriteHandler] the decisions, which know nothing of Netty.
///
/// May import: every other package of this module, Reactor Netty.
@NullMarked
package io.hypnos.receive.http;

import org.jspecify.annotations.NullMarked;
