/// The series of the load tool: which there are, and what value each has when. Everything is computed from a seed, a series and a step, so that
/// the sender keeps no state and a verifier needs none of its data.
///
/// Imports nothing of Hypnos. Start at [io.hypnos.allinone.bench.model.LoadModel].
@NullMarked
package io.hypnos.allinone.bench.model;

import org.jspecify.annotations.NullMarked;
