package io.hypnos.promql;

import java.util.EnumSet;
import java.util.Set;

/// What the parser accepts.
///
/// @param features  parts of the language that are off unless named
/// @param maxLength longest query in bytes
/// @param maxDepth  deepest nesting of expressions
public record ParserOptions(Set<Feature> features, int maxLength, int maxDepth) {

    public static final int DEFAULT_MAX_LENGTH = 1 << 20;
    public static final int DEFAULT_MAX_DEPTH = 500;

    /// As Prometheus parses without any feature flag.
    public static final ParserOptions DEFAULT = new ParserOptions(Set.of(Feature.DURATION_EXPRESSIONS),
            DEFAULT_MAX_LENGTH, DEFAULT_MAX_DEPTH);

    /// Everything there is.
    public static final ParserOptions EVERYTHING = new ParserOptions(EnumSet.allOf(Feature.class), DEFAULT_MAX_LENGTH,
            DEFAULT_MAX_DEPTH);

    public ParserOptions {
        features = Set.copyOf(features);
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /// A part of the language that can be switched.
    public enum Feature {
        /// Functions and aggregations whose meaning may still change.
        EXPERIMENTAL_FUNCTIONS("promql-experimental-functions"),
        /// Arithmetic where a duration is expected.
        DURATION_EXPRESSIONS("promql-duration-expr"),
        /// `anchored` and `smoothed`.
        EXTENDED_RANGE_SELECTORS("promql-extended-range-selectors"),
        /// `fill`, `fill_left` and `fill_right` of binary operations.
        FILL_MODIFIERS("promql-binop-fill-modifiers"),
        /// Thanos' `xrate`, `xincrease` and `xdelta`.
        X_FUNCTIONS("query.enable-x-functions");

        private final String flag;

        Feature(String flag) {
            this.flag = flag;
        }

        /// The name under which Prometheus (`--enable-feature`) or Thanos (`--query.enable-x-functions`) knows it.
        public String flag() {
            return flag;
        }
    }
}
