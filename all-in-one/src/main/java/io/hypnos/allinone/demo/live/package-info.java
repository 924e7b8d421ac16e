/// The demo as it goes on: writers that behave like Prometheus servers of three tenants. Two make up what they send; the third scrapes the `/metrics`
/// of this very installation.
///
/// Start at [io.hypnos.allinone.demo.live.LiveDemo].
@NullMarked
package io.hypnos.allinone.demo.live;

import org.jspecify.annotations.NullMarked;
