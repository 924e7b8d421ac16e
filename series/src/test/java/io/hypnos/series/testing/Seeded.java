package io.hypnos.series.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/// Gives test methods a [java.util.Random] as parameter. Its seed is new in every run unless `-Dseed=N` is given, and is printed when the
/// test fails.
///
///     @Seeded
///     class SortPropertyTest {
///         @Test
///         void sortsLikeTheLibrary(Random random) { … }
///     }
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeededExtension.class)
public @interface Seeded {
}
