package io.hypnos.series.regex;

import java.util.List;

/// A parsed expression. Which of several matches a part would prefer has no meaning here: a value matches as a whole or not.
public sealed interface Regex {

    Regex EMPTY = new Concat(List.of());

    /// The code points of a text, one after the other; at least one.
    record Text(int[] codePoints) implements Regex {

        String asString() {
            return new String(codePoints, 0, codePoints.length);
        }
    }

    /// One code point out of a set.
    record OneOf(CharSet set) implements Regex {}

    /// One part after the other; none is the empty text.
    record Concat(List<Regex> parts) implements Regex {}

    /// Any of the branches.
    record Alternate(List<Regex> branches) implements Regex {}

    /// A part several times.
    ///
    /// @param max [#UNLIMITED] or at least `min`
    record Repeat(Regex part, int min, int max) implements Regex {

        static final int UNLIMITED = -1;
    }

    /// A place between two bytes.
    enum Place implements Regex {
        BEGIN_TEXT, END_TEXT, BEGIN_LINE, END_LINE, WORD_BOUNDARY, NO_WORD_BOUNDARY
    }

    /// Something valid that only RE2/J can match.
    record Foreign() implements Regex {}
}
