/// What the demo's series show at any moment, as functions of time without state: the past can be asked for in any order, and a process that starts
/// again goes on where it would have been.
///
/// Start at [io.hypnos.allinone.demo.model.DemoFleet].
@NullMarked
package io.hypnos.allinone.demo.model;

import org.jspecify.annotations.NullMarked;
