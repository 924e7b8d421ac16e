package io.hypnos.tsdb.index;

/// Set operations on strictly ascending slices of `int[]`, compared without a sign.
final class SortedInts {

    /// From this ratio of sizes on, looking each of the few up in the many beats walking through both.
    static final int GALLOP_RATIO = 64;

    private SortedInts() {}

    /// Writes what both slices have to `out` and returns how much that is. The first slice must not be the longer one.
    static int intersect(int[] a, int aFrom, int aTo, int[] b, int bFrom, int bTo, int[] out) {
        int count = 0;
        int i = aFrom;
        int j = bFrom;
        if ((bTo - bFrom) / GALLOP_RATIO >= aTo - aFrom) {
            for (; i < aTo; i++) {
                j = firstNotBelow(b, j, bTo, a[i]);
                if (j == bTo) {
                    break;
                }
                if (b[j] == a[i]) {
                    out[count++] = a[i];
                }
            }
            return count;
        }
        while (i < aTo && j < bTo) {
            int x = a[i] ^ Integer.MIN_VALUE;
            int y = b[j] ^ Integer.MIN_VALUE;
            out[count] = a[i];
            count += x == y ? 1 : 0;
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
            if (count == out.length) {
                break;
            }
        }
        return count;
    }

    static boolean intersects(int[] a, int aFrom, int aTo, int[] b, int bFrom, int bTo) {
        int j = bFrom;
        for (int i = aFrom; i < aTo; i++) {
            j = firstNotBelow(b, j, bTo, a[i]);
            if (j == bTo) {
                return false;
            }
            if (b[j] == a[i]) {
                return true;
            }
        }
        return false;
    }

    static int union(int[] a, int aFrom, int aTo, int[] b, int bFrom, int bTo, int[] out) {
        int count = 0;
        int i = aFrom;
        int j = bFrom;
        while (i < aTo && j < bTo) {
            int x = a[i] ^ Integer.MIN_VALUE;
            int y = b[j] ^ Integer.MIN_VALUE;
            out[count++] = Math.min(x, y) ^ Integer.MIN_VALUE;
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
        }
        System.arraycopy(a, i, out, count, aTo - i);
        count += aTo - i;
        System.arraycopy(b, j, out, count, bTo - j);
        return count + bTo - j;
    }

    /// Writes what only the first slice has.
    static int subtract(int[] a, int aFrom, int aTo, int[] b, int bFrom, int bTo, int[] out) {
        if ((aTo - aFrom) / GALLOP_RATIO >= bTo - bFrom) {
            return subtractFew(a, aFrom, aTo, b, bFrom, bTo, out);
        }
        boolean gallop = (bTo - bFrom) / GALLOP_RATIO >= aTo - aFrom;
        int count = 0;
        int j = bFrom;
        for (int i = aFrom; i < aTo; i++) {
            int x = a[i];
            if (gallop) {
                j = firstNotBelow(b, j, bTo, x);
            } else {
                while (j < bTo && Integer.compareUnsigned(b[j], x) < 0) {
                    j++;
                }
            }
            out[count] = x;
            count += j < bTo && b[j] == x ? 0 : 1;
        }
        return count;
    }

    /// Copies the long stretches between the few that are taken out.
    private static int subtractFew(int[] a, int aFrom, int aTo, int[] b, int bFrom, int bTo, int[] out) {
        int count = 0;
        int i = aFrom;
        for (int j = bFrom; j < bTo && i < aTo; j++) {
            int at = firstNotBelow(a, i, aTo, b[j]);
            System.arraycopy(a, i, out, count, at - i);
            count += at - i;
            i = at < aTo && a[at] == b[j] ? at + 1 : at;
        }
        System.arraycopy(a, i, out, count, aTo - i);
        return count + aTo - i;
    }

    /// Index of the first element in `[from, to)` that is not smaller than `ref`, or `to`. Doubles its steps from `from` on, so what is near
    /// is found in few of them.
    static int firstNotBelow(int[] refs, int from, int to, int ref) {
        int low = from;
        int step = 1;
        int high = from;
        while (high < to && Integer.compareUnsigned(refs[high], ref) < 0) {
            low = high + 1;
            high = to - high > step ? high + step : to;
            step <<= 1;
        }
        while (low < high) {
            int middle = low + high >>> 1;
            if (Integer.compareUnsigned(refs[middle], ref) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
