package io.hypnos.allinone.up;

import java.io.PrintStream;
import java.util.List;

/// Where lines for the user go: a terminal, on which a screen is drawn over and over, or anything else, which gets plain lines.
final class Display {

    /// What is wider would take two rows on a usual terminal, and could not be drawn over.
    private static final int WIDTH = 80;
    private static final String UP_AND_CLEAR = "\u001B[%dF\u001B[J";

    private final PrintStream out;
    private final boolean terminal;
    private int drawn;

    Display(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /// A line that stays.
    synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /// Draws the screen in place of the last one.
    synchronized void draw(List<String> lines) {
        clear();
        lines.forEach(
                line -> out.println(terminal && line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line));
        drawn = terminal ? lines.size() : 0;
        out.flush();
    }

    /// Leaves the screen as it is; whatever comes now comes below.
    synchronized void leave() {
        drawn = 0;
    }

    private void clear() {
        if (drawn > 0) {
            out.printf(UP_AND_CLEAR, drawn);
            drawn = 0;
        }
    }
}
