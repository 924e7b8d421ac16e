package io.hypnos.allinone.bench;

import picocli.CommandLine.ITypeConverter;

/// How many samples per second are wanted.
sealed interface Rate {

    /// As many as there are in real time: every series once in a scrape interval.
    record RealTime() implements Rate {
        @Override
        public String toString() {
            return "realtime";
        }
    }

    /// As many as the receiver takes.
    record Unlimited() implements Rate {
        @Override
        public String toString() {
            return "max";
        }
    }

    /// A set number.
    record Fixed(Quantity samplesPerSecond) implements Rate {
        @Override
        public String toString() {
            return samplesPerSecond.toString();
        }
    }

    /// For flags.
    final class Converter implements ITypeConverter<Rate> {
        @Override
        public Rate convert(String text) {
            return switch (text) {
                case "realtime" -> new RealTime();
                case "max" -> new Unlimited();
                default -> new Fixed(Quantity.parse(text));
            };
        }
    }
}
