/// `hypnos up`: a whole installation on one machine, with something to look at.
///
/// Six roles that talk gRPC to one another over loopback, as they would across machines; what starts them is the argument files that compose uses,
/// with other values for their variables. Start at [io.hypnos.allinone.up.UpCommand].
@NullMarked
package io.hypnos.allinone.up;

import org.jspecify.annotations.NullMarked;
