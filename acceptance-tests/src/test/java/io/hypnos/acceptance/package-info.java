/// The suite as its users meet it: roles started with their flags, spoken to over their ports, beside a real Prometheus and promtool. Sees nothing of
/// the inside of a role. Start reading at [io.hypnos.acceptance.testbed.Suite] and at any test.
@org.jspecify.annotations.NullMarked
package io.hypnos.acceptance;
