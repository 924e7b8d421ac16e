package io.hypnos.series.regex;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Runs a [ByteProgram] as a deterministic automaton whose states are made when a value first reaches them, as RE2 does.
///
/// A state is the set of instructions that are alive, and for expressions that ask for places the kind of the byte before. States and
/// transitions are shared by all threads: a state's fields are final, a missing transition is found again by whoever misses it, and both
/// come to the same state. When there are too many states all are forgotten, and if that happens again and again within one value the value
/// is given up (an expression can have more states than there are bytes in it); so time stays linear, with a bound on what a byte may cost.
/// The states may also be forgotten when memory is short.
final class LazyDfa {

    /// Of the byte before or behind a place.
    private static final int NONE = 0;
    private static final int NEWLINE = 1;
    private static final int WORD = 2;
    private static final int OTHER = 3;

    /// A generation of states is given up when it holds about this many bytes.
    private static final int MAX_BYTES = 1 << 20;
    /// Instructions that may be looked at for making states, per value and per byte of it. One takes a few nanoseconds.
    private static final long BASE_WORK = 1_000_000;
    private static final int WORK_PER_BYTE = 8;

    private final ByteProgram program;
    /// The class of each byte; bytes of one class are alike to every instruction.
    private final byte[] classes = new byte[256];
    private final int classCount;
    /// A byte of each class.
    private final int[] samples;
    private volatile SoftReference<Generation> current = new SoftReference<>(null);

    LazyDfa(ByteProgram program) {
        this.program = program;
        boolean[] starts = new boolean[257];
        starts[0] = true;
        for (int pc = 0; pc < program.size(); pc++) {
            if (program.op(pc) == ByteProgram.RANGE && program.low(pc) <= program.high(pc)) {
                starts[program.low(pc)] = true;
                starts[program.high(pc) + 1] = true;
            }
        }
        for (int b = 1; b < 256 && program.hasPlaces(); b++) {
            starts[b] |= kind(b) != kind(b - 1);
        }
        int count = 0;
        int[] firsts = new int[256];
        for (int b = 0; b < 256; b++) {
            if (starts[b]) {
                firsts[count++] = b;
            }
            classes[b] = (byte) (count - 1);
        }
        classCount = count;
        samples = Arrays.copyOf(firsts, count);
    }

    private static int kind(int b) {
        boolean word = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b == '_' || b >= 'a' && b <= 'z';
        return b == '\n' ? NEWLINE : word ? WORD : OTHER;
    }

    /// States that know each other.
    private static final class Generation {

        final Map<Key, State> states = new HashMap<>();
        int bytes;
        final State dead;
        final State start;

        Generation(LazyDfa dfa) {
            dead = new State(new int[0], NONE, false, dfa.classCount);
            var builder = new Builder(dfa.program);
            builder.follow(dfa.program.start());
            start = dfa.intern(this, builder, builder.alive(), NONE);
        }
    }

    private record Key(int[] pcs, int before) {

        @Override
        public boolean equals(Object o) {
            return o instanceof Key other && before == other.before && Arrays.equals(pcs, other.pcs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(pcs) * 31 + before;
        }
    }

    private static final class State {

        /// Ranges, places and the end, ascending.
        final int[] pcs;
        final int before;
        final boolean accepting;
        final @Nullable State[] next;

        State(int[] pcs, int before, boolean accepting, int classCount) {
            this.pcs = pcs;
            this.before = before;
            this.accepting = accepting;
            this.next = new @Nullable State[classCount];
        }
    }

    enum Result {
        MATCH, NO_MATCH,
        /// Found out no more within the work allowed.
        GIVEN_UP
    }

    /// @param otherwise whether somebody else can run the expression, so that there is no use in going on where states do not come again
    Result match(byte[] data, int offset, int length, boolean otherwise) {
        Generation generation = generation();
        State state = generation.start;
        Builder builder = null;
        long work = BASE_WORK + (long) length * WORK_PER_BYTE;
        int lastReplaced = offset;
        for (int i = offset; i < offset + length; i++) {
            int b = classes[data[i] & 0xFF] & 0xFF;
            State next = state.next[b];
            if (next == null) {
                if (builder == null) {
                    builder = new Builder(program);
                }
                if (generation.bytes > MAX_BYTES) {
                    if (otherwise && i - lastReplaced < generation.states.size() * 10L) {
                        return Result.GIVEN_UP;
                    }
                    generation = replace(generation);
                    state = adopt(generation, builder, state);
                    lastReplaced = i;
                }
                next = step(generation, builder, state, b);
                if (builder.work > work) {
                    return Result.GIVEN_UP;
                }
            }
            if (next.pcs.length == 0) {
                return Result.NO_MATCH;
            }
            state = next;
        }
        return state.accepting ? Result.MATCH : Result.NO_MATCH;
    }

    private Generation generation() {
        Generation known = current.get();
        return known != null ? known : replace(null);
    }

    private synchronized Generation replace(@Nullable Generation old) {
        Generation known = current.get();
        if (known == null || known == old) {
            known = new Generation(this);
            current = new SoftReference<>(known);
        }
        return known;
    }

    /// The same state among others.
    private State adopt(Generation generation, Builder builder, State state) {
        return intern(generation, builder, state.pcs, state.before);
    }

    private State step(Generation generation, Builder builder, State state, int byteClass) {
        int b = samples[byteClass];
        int[] alive = state.pcs;
        if (program.hasPlaces()) {
            builder.clear();
            builder.resolve(state.pcs, state.before, kind(b));
            alive = builder.alive();
        }
        builder.clear();
        for (int pc : alive) {
            if (program.op(pc) == ByteProgram.RANGE && program.low(pc) <= b && b <= program.high(pc)) {
                builder.follow(program.out(pc));
            }
        }
        builder.work += alive.length;
        State next = intern(generation, builder, builder.alive(), program.hasPlaces() ? kind(b) : NONE);
        state.next[byteClass] = next;
        return next;
    }

    private State intern(Generation generation, Builder builder, int[] pcs, int before) {
        if (pcs.length == 0) {
            return generation.dead;
        }
        var key = new Key(pcs, before);
        synchronized (generation) {
            State known = generation.states.get(key);
            if (known == null) {
                known = new State(pcs, before, isAccepting(builder, pcs, before), classCount);
                generation.states.put(key, known);
                generation.bytes += 120 + 4 * pcs.length + 4 * classCount;
            }
            return known;
        }
    }

    private boolean isAccepting(Builder builder, int[] pcs, int before) {
        int[] alive = pcs;
        if (program.hasPlaces()) {
            builder.clear();
            builder.resolve(pcs, before, NONE);
            alive = builder.alive();
        }
        for (int pc : alive) {
            if (program.op(pc) == ByteProgram.MATCH) {
                return true;
            }
        }
        return false;
    }

    /// Collects the instructions of a state: what can be reached without a byte. Used again and again by one thread.
    private static final class Builder {

        private final ByteProgram program;
        /// The round in which an instruction was seen last.
        private final int[] seen;
        private int round;
        private int[] stack = new int[16];
        private int[] alive = new int[16];
        private int size;
        /// Instructions looked at in all rounds.
        private long work;

        Builder(ByteProgram program) {
            this.program = program;
            seen = new int[program.size()];
            clear();
        }

        void clear() {
            round++;
            size = 0;
        }

        void follow(int pc) {
            follow(pc, -1, -1);
        }

        /// Follows splits, and places between bytes of the given kinds unless those are unknown.
        private void follow(int from, int before, int behind) {
            int depth = 0;
            stack[depth++] = from;
            while (depth > 0) {
                int pc = stack[--depth];
                work++;
                if (seen[pc] == round) {
                    continue;
                }
                seen[pc] = round;
                if (depth + 2 > stack.length) {
                    stack = Arrays.copyOf(stack, depth * 2);
                }
                byte op = program.op(pc);
                if (op == ByteProgram.SPLIT) {
                    stack[depth++] = program.other(pc);
                    stack[depth++] = program.out(pc);
                } else if (op == ByteProgram.PLACE && before >= 0) {
                    if (holds(program.place(pc), before, behind)) {
                        stack[depth++] = program.out(pc);
                    }
                } else {
                    add(pc);
                }
            }
        }

        private void add(int pc) {
            if (size == alive.length) {
                alive = Arrays.copyOf(alive, size * 2);
            }
            alive[size++] = pc;
        }

        /// Follows the places of a state now that the bytes on both sides are known.
        void resolve(int[] pcs, int before, int behind) {
            for (int pc : pcs) {
                follow(pc, before, behind);
            }
        }

        private static boolean holds(Regex.Place place, int before, int behind) {
            return switch (place) {
                case BEGIN_TEXT -> before == NONE;
                case END_TEXT -> behind == NONE;
                case BEGIN_LINE -> before == NONE || before == NEWLINE;
                case END_LINE -> behind == NONE || behind == NEWLINE;
                case WORD_BOUNDARY -> (before == WORD) != (behind == WORD);
                case NO_WORD_BOUNDARY -> (before == WORD) == (behind == WORD);
            };
        }

        /// What is alive, ascending; the work of putting it in order is counted, too.
        int[] alive() {
            int[] sorted = Arrays.copyOf(alive, size);
            Arrays.sort(sorted);
            work += 3L * size;
            return sorted;
        }
    }
}
