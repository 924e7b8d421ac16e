package io.hypnos.series.regex;

import java.util.ArrayDeque;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Runs a [ByteProgram] on ASCII values with all its positions at once, one bit each (Glushkov's automaton, bit-parallel as by Navarro and
/// Raffinot). A byte takes as many table look-ups as there are eights of positions, whatever the expression; but only small ones fit.
final class ParallelNfa {

    private static final int MAX_POSITIONS = 64;

    /// The positions that take a byte.
    private final long[] takers = new long[128];
    /// For each eight of positions and each subset of it, the positions that may be next.
    private final long[][] followers;
    private final long first;
    private final long last;
    private final boolean acceptsEmpty;

    private ParallelNfa(ByteProgram program, int[] positions) {
        int[] bits = new int[program.size()];
        for (int i = 0; i < positions.length; i++) {
            bits[positions[i]] = i;
            for (int b = program.low(positions[i]); b <= Math.min(program.high(positions[i]), 127); b++) {
                takers[b] |= 1L << i;
            }
        }
        long[] follow = new long[positions.length];
        long ends = 0;
        for (int i = 0; i < positions.length; i++) {
            var reached = new Reached(program, bits, program.out(positions[i]));
            follow[i] = reached.positions;
            ends |= reached.end ? 1L << i : 0;
        }
        var start = new Reached(program, bits, program.start());
        first = start.positions;
        acceptsEmpty = start.end;
        last = ends;
        followers = new long[(positions.length + 7) / 8][256];
        for (int group = 0; group < followers.length; group++) {
            for (int subset = 1; subset < 256; subset++) {
                int lowest = group * 8 + Integer.numberOfTrailingZeros(subset);
                followers[group][subset] = followers[group][subset & subset - 1]
                        | (lowest < follow.length ? follow[lowest] : 0);
            }
        }
    }

    /// Null when the program asks for places or has too many positions.
    static @Nullable ParallelNfa of(ByteProgram program) {
        if (program.hasPlaces()) {
            return null;
        }
        int[] positions = new int[MAX_POSITIONS];
        int size = 0;
        for (int pc = 0; pc < program.size(); pc++) {
            if (isPosition(program, pc)) {
                if (size == MAX_POSITIONS) {
                    return null;
                }
                positions[size++] = pc;
            }
        }
        return new ParallelNfa(program, Arrays.copyOf(positions, size));
    }

    private static boolean isPosition(ByteProgram program, int pc) {
        return program.op(pc) == ByteProgram.RANGE && program.low(pc) < 128 && program.low(pc) <= program.high(pc);
    }

    /// What can be reached from an instruction without a byte.
    private static final class Reached {

        private final ByteProgram program;
        private final int[] bits;
        private final PcSet seen = new PcSet();
        private long positions;
        private boolean end;

        Reached(ByteProgram program, int[] bits, int pc) {
            this.program = program;
            this.bits = bits;
            var stack = new ArrayDeque<Integer>();
            stack.push(pc);
            while (!stack.isEmpty()) {
                int at = stack.pop();
                if (seen.add(at)) {
                    visit(at, stack);
                }
            }
        }

        private void visit(int pc, ArrayDeque<Integer> stack) {
            switch (program.op(pc)) {
                case ByteProgram.SPLIT -> {
                    stack.push(program.other(pc));
                    stack.push(program.out(pc));
                }
                case ByteProgram.MATCH -> end = true;
                default -> positions |= isPosition(program, pc) ? 1L << bits[pc] : 0;
            }
        }
    }

    /// @param data ASCII
    boolean matches(byte[] data, int offset, int length) {
        if (length == 0) {
            return acceptsEmpty;
        }
        long alive = first & takers[data[offset]];
        for (int i = offset + 1; i < offset + length && alive != 0; i++) {
            long next = 0;
            for (int group = 0; group < followers.length; group++) {
                next |= followers[group][(int) (alive >>> group * 8) & 0xFF];
            }
            alive = next & takers[data[i]];
        }
        return (alive & last) != 0;
    }
}
