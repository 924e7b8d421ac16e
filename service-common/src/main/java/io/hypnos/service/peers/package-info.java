/// Where other services are: addresses as flags and files write them, some of which stand for whatever DNS says at the moment.
///
/// [io.hypnos.service.peers.PeerResolver] turns [io.hypnos.service.peers.PeerAddress]es into `host:port`s, again and again.
///
/// May import: Netty's DNS client, the Prometheus client. Nothing else of this module.
@NullMarked
package io.hypnos.service.peers;

import org.jspecify.annotations.NullMarked;
