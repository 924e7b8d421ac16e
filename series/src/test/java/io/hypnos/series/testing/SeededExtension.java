package io.hypnos.series.testing;

import java.util.Random;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/// Resolves the parameters of [Seeded] tests.
final class SeededExtension implements ParameterResolver, TestWatcher {

    private static final Namespace NAMESPACE = Namespace.create(SeededExtension.class);
    private static final String SEED = "seed";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Random.class || type == RandomGenerator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        long base = "fresh".equals(System.getProperty("hypnos.seeds"))
                ? System.nanoTime()
                : context.getUniqueId().hashCode();
        long seed = Long.getLong(SEED, base * 0x9E37_79B9_7F4A_7C15L >>> 16);
        context.getStore(NAMESPACE).put(SEED, seed);
        return new Random(seed);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        Long seed = context.getStore(NAMESPACE).get(SEED, Long.class);
        if (seed != null) {
            System.err.println("replay " + context.getRequiredTestClass().getName() + "."
                    + context.getRequiredTestMethod().getName() + " with -Dseed=" + seed);
        }
    }

}
