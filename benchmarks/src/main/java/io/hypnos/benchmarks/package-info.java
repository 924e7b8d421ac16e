/// Measurements: kernels with JMH, and programs that measure whole parts under load. Each prints what it measured and how.
///
/// `mvn -pl benchmarks -am package -DskipTests`, then `java -jar benchmarks/target/benchmarks.jar Xor`. Data sets are larger than what a
/// branch predictor can learn, consumed, and generated from a fixed seed.
@NullMarked
package io.hypnos.benchmarks;

import org.jspecify.annotations.NullMarked;
