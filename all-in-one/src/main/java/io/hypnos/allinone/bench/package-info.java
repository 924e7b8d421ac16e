/// The load tool, `hypnos bench`: its two commands and their flags.
///
/// `model` says what is sent, `wire` how it looks on the wire, `load` sends it at a pace, `verify` asks for it again. It works against any receiver
/// of remote write, and therefore uses nothing of the product but the reading of flags and the words of floor 0.
@NullMarked
package io.hypnos.allinone.bench;

import org.jspecify.annotations.NullMarked;
