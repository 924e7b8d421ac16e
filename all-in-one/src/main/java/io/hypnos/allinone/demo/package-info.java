/// Something to look at: a small shop with two tenants whose metrics are computed, not recorded.
///
/// `model` says what every series shows at any time, `history` writes the past into a bucket as blocks, `live` goes on from there by remote
/// write. Because both ask the same functions of time, the graphs have no seam between them.
@NullMarked
package io.hypnos.allinone.demo;

import org.jspecify.annotations.NullMarked;
