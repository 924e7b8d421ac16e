package io.hypnos.series.regex;

import java.util.Arrays;
import java.util.List;

/// Accepts literals in their order with anything between them: `prefix.*middle.*suffix`. The prefix and the suffix may be empty.
///
/// The leftmost place of each literal is as good as any other, since whatever follows has more room behind it.
final class GapMatcher implements ByteMatcher {

    private final byte[] prefix;
    private final byte[] suffix;
    private final List<ByteSearch> middles;
    /// The least number of bytes between one literal and the next, 0 or 1 each: before the first middle, …, before the suffix.
    private final int[] gaps;
    private final int shortest;

    /// @param gaps one more than there are middles
    GapMatcher(byte[] prefix, List<byte[]> middles, byte[] suffix, int[] gaps) {
        this.prefix = prefix;
        this.suffix = suffix;
        this.middles = middles.stream().map(ByteSearch::new).toList();
        this.gaps = gaps;
        int sum = prefix.length + suffix.length;
        for (int gap : gaps) {
            sum += gap;
        }
        for (byte[] middle : middles) {
            sum += middle.length;
        }
        shortest = sum;
    }

    @Override
    public boolean matches(byte[] data, int offset, int length) {
        int end = offset + length - suffix.length;
        if (length < shortest
                || !Arrays.equals(data, offset, offset + prefix.length, prefix, 0, prefix.length)
                || !Arrays.equals(data, end, end + suffix.length, suffix, 0, suffix.length)) {
            return false;
        }
        int at = offset + prefix.length;
        for (int i = 0; i < middles.size(); i++) {
            at = middles.get(i).find(data, at + gaps[i], end);
            if (at < 0) {
                return false;
            }
        }
        return at + gaps[gaps.length - 1] <= end;
    }
}
