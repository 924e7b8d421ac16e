/// What the tests start, send and read: roles in this process or in their own, a Prometheus, promtool, a scraped application, a sender of remote write,
/// a client of the Prometheus API. Whatever is started here ends with its `close`.
@org.jspecify.annotations.NullMarked
package io.hypnos.acceptance.testbed;
