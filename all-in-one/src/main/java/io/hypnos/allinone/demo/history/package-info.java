/// The past of the demo: weeks of blocks, written into a bucket as if receivers and a compactor had been at work all the time.
///
/// Start at [io.hypnos.allinone.demo.history.DemoHistory].
@NullMarked
package io.hypnos.allinone.demo.history;

import org.jspecify.annotations.NullMarked;
