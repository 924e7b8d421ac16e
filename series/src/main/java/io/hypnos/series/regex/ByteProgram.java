package io.hypnos.series.regex;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An expression as instructions over bytes (Thompson's construction). Each takes a byte of a range, goes two ways at once, asks for a
/// place, or is the end.
///
/// Code points become the byte sequences of their UTF-8 form, so that whatever matches is valid UTF-8. Branches that begin alike share their
/// beginning, which keeps the number of instructions that are alive at once small for long lists of texts.
final class ByteProgram {

    /// Instructions; more would take memory and time out of proportion to what anybody writes.
    static final int MAX_SIZE = 200_000;

    static final byte RANGE = 0;
    static final byte SPLIT = 1;
    static final byte PLACE = 2;
    static final byte MATCH = 3;

    private static final Regex.Place[] PLACES = Regex.Place.values();

    private byte[] ops = new byte[64];
    /// RANGE: low and high byte. PLACE: its ordinal.
    private short[] lows = new short[64];
    private short[] highs = new short[64];
    private int[] outs = new int[64];
    /// SPLIT: the second way.
    private int[] others = new int[64];
    private int size;
    private int start;
    private boolean hasPlaces;

    private ByteProgram() {}

    /// The program of an expression that is not foreign.
    ///
    /// @throws RegexSyntaxException when it would be too large
    static ByteProgram compile(Regex regex) throws RegexSyntaxException {
        var program = new ByteProgram();
        program.start = program.emit(regex, program.add(MATCH, 0, 0, -1, -1));
        return program;
    }

    int size() {
        return size;
    }

    int start() {
        return start;
    }

    byte op(int pc) {
        return ops[pc];
    }

    int low(int pc) {
        return lows[pc];
    }

    int high(int pc) {
        return highs[pc];
    }

    int out(int pc) {
        return outs[pc];
    }

    int other(int pc) {
        return others[pc];
    }

    Regex.Place place(int pc) {
        return PLACES[lows[pc]];
    }

    boolean hasPlaces() {
        return hasPlaces;
    }

    private int add(byte op, int low, int high, int out, int other) throws RegexSyntaxException {
        if (size == MAX_SIZE) {
            throw new RegexSyntaxException("error parsing regexp: expression too large");
        }
        if (size == ops.length) {
            ops = Arrays.copyOf(ops, size * 2);
            lows = Arrays.copyOf(lows, size * 2);
            highs = Arrays.copyOf(highs, size * 2);
            outs = Arrays.copyOf(outs, size * 2);
            others = Arrays.copyOf(others, size * 2);
        }
        ops[size] = op;
        lows[size] = (short) low;
        highs[size] = (short) high;
        outs[size] = out;
        others[size] = other;
        return size++;
    }

    private int range(int low, int high, int next) throws RegexSyntaxException {
        return add(RANGE, low, high, next, -1);
    }

    private int split(int one, int other) throws RegexSyntaxException {
        return add(SPLIT, 0, 0, one, other);
    }

    /// Emits the instructions of a part, last ones first, and returns the one to begin with.
    private int emit(Regex regex, int next) throws RegexSyntaxException {
        return switch (regex) {
            case Regex.Text text -> emitBytes(bytes(text), 0, next);
            case Regex.OneOf(CharSet set) -> emitSet(set, next);
            case Regex.Concat(List<Regex> parts) -> {
                int at = next;
                for (Regex part : parts.reversed()) {
                    at = emit(part, at);
                }
                yield at;
            }
            case Regex.Alternate(List<Regex> branches) -> emitBranches(branches, next);
            case Regex.Repeat(Regex part, int min, int max) -> emitRepeat(part, min, max, next);
            case Regex.Place place -> {
                hasPlaces = true;
                yield add(PLACE, place.ordinal(), 0, next, -1);
            }
            case Regex.Foreign foreign -> throw new IllegalStateException("only RE2/J can match this");
        };
    }

    private static byte[] bytes(Regex.Text text) {
        return text.asString().getBytes(UTF_8);
    }

    private int emitBytes(byte[] bytes, int from, int next) throws RegexSyntaxException {
        int at = next;
        for (int i = bytes.length - 1; i >= from; i--) {
            at = range(bytes[i] & 0xFF, bytes[i] & 0xFF, at);
        }
        return at;
    }

    private int emitRepeat(Regex part, int min, int max, int next) throws RegexSyntaxException {
        int at = next;
        int required = min;
        if (max == Regex.Repeat.UNLIMITED) {
            int loop = split(-1, next);
            int body = emit(part, loop);
            outs[loop] = body;
            // One turn is within the loop: with a minimum the loop is entered at the part, else at the choice.
            at = min > 0 ? body : loop;
            required = Math.max(0, min - 1);
        } else {
            for (int i = min; i < max; i++) {
                at = split(emit(part, at), next);
            }
        }
        for (int i = 0; i < required; i++) {
            at = emit(part, at);
        }
        return at;
    }

    private int emitSet(CharSet set, int next) throws RegexSyntaxException {
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < set.rangeCount(); i++) {
            Utf8Ranges.split(set.low(i), set.high(i), sequences);
        }
        int at = -1;
        for (int[] sequence : sequences) {
            int entry = next;
            for (int i = sequence.length - 2; i >= 0; i -= 2) {
                entry = range(sequence[i], sequence[i + 1], entry);
            }
            at = at < 0 ? entry : split(at, entry);
        }
        // The empty set: a byte that no byte is.
        return at < 0 ? range(1, 0, next) : at;
    }

    /// A branch: the text it begins with, and the rest.
    private record Branch(byte[] text, List<Regex> rest) {}

    private int emitBranches(List<Regex> branches, int next) throws RegexSyntaxException {
        List<Branch> split = new ArrayList<>(branches.size());
        for (Regex branch : branches) {
            if (branch instanceof Regex.Text text) {
                split.add(new Branch(bytes(text), List.of()));
            } else if (branch instanceof Regex.Concat(List<Regex> parts) && !parts.isEmpty()
                    && parts.getFirst() instanceof Regex.Text text) {
                split.add(new Branch(bytes(text), parts.subList(1, parts.size())));
            } else {
                split.add(new Branch(new byte[0], List.of(branch)));
            }
        }
        split.sort((a, b) -> Arrays.compareUnsigned(a.text, b.text));
        return emitSorted(split, 0, next);
    }

    /// Emits branches that agree in their first `depth` bytes.
    private int emitSorted(List<Branch> branches, int depth, int next) throws RegexSyntaxException {
        int at = -1;
        int i = 0;
        while (i < branches.size()) {
            Branch first = branches.get(i);
            int end = i + 1;
            int entry;
            if (first.text.length == depth) {
                entry = emit(new Regex.Concat(first.rest), next);
            } else {
                while (end < branches.size() && branches.get(end).text.length > depth
                        && branches.get(end).text[depth] == first.text[depth]) {
                    end++;
                }
                List<Branch> alike = branches.subList(i, end);
                int common = commonLength(first.text, alike.getLast().text);
                int tail = alike.size() == 1
                        ? emit(new Regex.Concat(first.rest), next)
                        : emitSorted(alike, common, next);
                entry = emitBytes(Arrays.copyOf(first.text, common), depth, tail);
            }
            at = at < 0 ? entry : split(at, entry);
            i = end;
        }
        return at;
    }

    private static int commonLength(byte[] a, byte[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }
}
