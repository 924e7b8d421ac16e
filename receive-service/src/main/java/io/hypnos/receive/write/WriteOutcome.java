package io.hypnos.receive.write;

/// What became of a request.
///
/// @param verdict the one that weighs most among its series
/// @param message for the sender; empty when all is stored
/// @param written what is safe
public record WriteOutcome(Verdict verdict, String message, Written written) {

    /// Samples, histograms and exemplars that are safe.
    public record Written(int samples, int histograms, int exemplars) {
        public static final Written NOTHING = new Written(0, 0, 0);
    }

    public static WriteOutcome refused(Verdict verdict, String message) {
        return new WriteOutcome(verdict, message, Written.NOTHING);
    }
}
