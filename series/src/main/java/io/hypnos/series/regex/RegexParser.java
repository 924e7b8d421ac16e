package io.hypnos.series.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Reads RE2's syntax with its Perl extensions. A dot matches newlines unless the expression says otherwise.
///
/// Bounds are part of the syntax: groups nest at most [#MAX_DEPTH] deep (everything that is done with the tree goes down into it), and
/// repetitions, nested ones multiplied, count at most [#MAX_REPEAT].
final class RegexParser {

    static final int MAX_DEPTH = 250;
    static final int MAX_REPEAT = 1000;

    private static final int MAX_QUOTED = 200;

    private static final int FOLD_CASE = 1;
    private static final int MULTI_LINE = 2;
    private static final int DOT_NEWLINE = 4;
    private static final int UNGREEDY = 8;

    private final int[] text;
    private int at;
    private int flags = DOT_NEWLINE;

    private final Deque<Group> open = new ArrayDeque<>();
    private Group group = new Group(DOT_NEWLINE);
    /// Where the bracket of the class being read is.
    private int classStart;

    /// A group whose end has not been seen.
    private static final class Group {

        final int outerFlags;
        final List<Regex> branches = new ArrayList<>();
        List<Regex> parts = new ArrayList<>();
        /// Whether the last part is a repetition, which may not be repeated again.
        boolean repeated;
        int repeatedAt;

        Group(int outerFlags) {
            this.outerFlags = outerFlags;
        }

        Regex finish() {
            endBranch();
            return branches.size() == 1 ? branches.getFirst() : alternate(branches);
        }

        void endBranch() {
            branches.add(RegexParser.concat(parts));
            parts = new ArrayList<>();
            repeated = false;
        }

        void add(Regex part) {
            parts.add(part);
            repeated = false;
        }
    }

    private RegexParser(String regex) {
        text = regex.codePoints().toArray();
    }

    static Regex parse(String regex) throws RegexSyntaxException {
        Regex parsed = new RegexParser(regex).parse();
        checkRepeats(parsed, MAX_REPEAT);
        return parsed;
    }

    private Regex parse() throws RegexSyntaxException {
        while (at < text.length) {
            int c = text[at];
            switch (c) {
                case '(' -> openGroup();
                case ')' -> closeGroup();
                case '|' -> {
                    at++;
                    group.endBranch();
                }
                case '*' -> repeat(0, Regex.Repeat.UNLIMITED, 1);
                case '+' -> repeat(1, Regex.Repeat.UNLIMITED, 1);
                case '?' -> repeat(0, 1, 1);
                case '{' -> parseCount();
                case '^' -> place((flags & MULTI_LINE) != 0 ? Regex.Place.BEGIN_LINE : Regex.Place.BEGIN_TEXT, 1);
                case '$' -> place((flags & MULTI_LINE) != 0 ? Regex.Place.END_LINE : Regex.Place.END_TEXT, 1);
                case '.' -> {
                    at++;
                    group.add(new Regex.OneOf((flags & DOT_NEWLINE) != 0 ? CharSet.ANY : CharSet.NOT_NEWLINE));
                }
                case '[' -> parseClass();
                case '\\' -> parseEscape();
                default -> {
                    at++;
                    group.add(character(c));
                }
            }
        }
        if (!open.isEmpty()) {
            throw error("missing closing )", 0, text.length);
        }
        return group.finish();
    }

    private RegexSyntaxException error(String what, int from, int to) {
        int end = Math.min(to, text.length);
        int length = Math.min(end - from, MAX_QUOTED);
        String quoted = new String(text, from, length) + (length < end - from ? "…" : "");
        return new RegexSyntaxException("error parsing regexp: " + what + ": `" + quoted + "`");
    }

    private Regex character(int c) {
        if ((flags & FOLD_CASE) == 0) {
            return new Regex.Text(new int[]{c});
        }
        if (c >= 0x80) {
            return new Regex.Foreign();
        }
        CharSet set = CharSet.single(c).foldAscii();
        return set.size() == 1 ? new Regex.Text(new int[]{c}) : new Regex.OneOf(set);
    }

    private void place(Regex.Place place, int length) {
        at += length;
        group.add(place);
    }

    private void openGroup() throws RegexSyntaxException {
        int start = at;
        at++;
        if (peek(0) != '?') {
            push();
            return;
        }
        at++;
        if (peek(0) == 'P' && peek(1) == '<') {
            at++;
        }
        if (peek(0) == '<') {
            parseName(start);
            push();
            return;
        }
        parseFlags(start);
    }

    private void parseName(int start) throws RegexSyntaxException {
        int from = ++at;
        while (peek(0) >= 0 && peek(0) < 0x80 && (Character.isLetterOrDigit(peek(0)) || peek(0) == '_')) {
            at++;
        }
        if (peek(0) != '>' || at == from) {
            throw error("invalid named capture", start, Math.min(at + 1, text.length));
        }
        at++;
    }

    private void parseFlags(int start) throws RegexSyntaxException {
        int changed = flags;
        boolean clear = false;
        boolean complete = true;
        while (true) {
            int c = peek(0);
            at++;
            int flag = switch (c) {
                case 'i' -> FOLD_CASE;
                case 'm' -> MULTI_LINE;
                case 's' -> DOT_NEWLINE;
                case 'U' -> UNGREEDY;
                default -> 0;
            };
            if (flag != 0) {
                changed = clear ? changed & ~flag : changed | flag;
                complete = true;
            } else if (c == '-' && !clear) {
                clear = true;
                complete = false;
            } else if (c == ':' && complete) {
                push();
                flags = changed;
                return;
            } else if (c == ')' && complete) {
                flags = changed;
                group.repeated = false;
                return;
            } else {
                throw error("invalid or unsupported Perl syntax", start, at);
            }
        }
    }

    private void push() throws RegexSyntaxException {
        if (open.size() == MAX_DEPTH) {
            throw error("expression nests too deeply", 0, text.length);
        }
        open.push(group);
        group = new Group(flags);
    }

    private void closeGroup() throws RegexSyntaxException {
        if (open.isEmpty()) {
            throw error("unexpected )", 0, text.length);
        }
        at++;
        Regex finished = group.finish();
        flags = group.outerFlags;
        group = open.pop();
        group.add(finished);
    }

    private void repeat(int min, int max, int length) throws RegexSyntaxException {
        if (group.parts.isEmpty()) {
            throw error("missing argument to repetition operator", at, at + length);
        }
        if (group.repeated) {
            throw error("invalid nested repetition operator", group.repeatedAt, at + length);
        }
        group.repeatedAt = at;
        at += length;
        if (peek(0) == '?') {
            at++;
        }
        group.parts.add(new Regex.Repeat(group.parts.removeLast(), min, max));
        group.repeated = true;
    }

    /// `{n}`, `{n,}` or `{n,m}`; anything else is a brace and nothing more.
    private void parseCount() throws RegexSyntaxException {
        int i = at + 1;
        int minEnd = digits(i);
        int min = number(i, minEnd);
        int max = min;
        i = minEnd;
        if (min >= 0 && i < text.length && text[i] == ',') {
            int maxEnd = digits(i + 1);
            max = maxEnd == i + 1 ? Regex.Repeat.UNLIMITED : number(i + 1, maxEnd);
            i = maxEnd;
        }
        if (min < 0 || i >= text.length || text[i] != '}') {
            at++;
            group.add(character('{'));
            return;
        }
        if (min > MAX_REPEAT || max > MAX_REPEAT || max != Regex.Repeat.UNLIMITED && max < min) {
            throw error("invalid repeat count", at, i + 1);
        }
        repeat(min, max, i + 1 - at);
    }

    private int digits(int from) {
        int i = from;
        while (i < text.length && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i;
    }

    /// -1 for no digits and for a number with a needless zero, which makes the braces literal.
    private int number(int from, int to) {
        if (from == to || to - from > 1 && text[from] == '0') {
            return -1;
        }
        return to - from > 8 ? 100_000_000 : Integer.parseInt(new String(text, from, to - from));
    }

    private int peek(int ahead) {
        return at + ahead < text.length ? text[at + ahead] : -1;
    }

    private void parseEscape() throws RegexSyntaxException {
        int c = peek(1);
        switch (c) {
            case 'A' -> place(Regex.Place.BEGIN_TEXT, 2);
            case 'z' -> place(Regex.Place.END_TEXT, 2);
            case 'b' -> place(Regex.Place.WORD_BOUNDARY, 2);
            case 'B' -> place(Regex.Place.NO_WORD_BOUNDARY, 2);
            case 'Q' -> parseQuoted();
            default -> {
                CharSet set = parsePerlClass();
                if (set != null) {
                    group.add(new Regex.OneOf(set));
                } else if (c == 'p' || c == 'P') {
                    skipUnicodeClass();
                    group.add(new Regex.Foreign());
                } else {
                    group.add(character(parseEscapedCharacter()));
                }
            }
        }
    }

    private void parseQuoted() {
        group.repeated = false;
        at += 2;
        while (at < text.length) {
            if (peek(0) == '\\' && peek(1) == 'E') {
                at += 2;
                return;
            }
            group.add(character(text[at++]));
        }
    }

    /// The set of an escape such as `\d`, or null when it is another one.
    private @Nullable CharSet parsePerlClass() {
        CharSet set = switch (peek(1)) {
            case 'd', 'D' -> CharSet.DIGIT;
            case 'w', 'W' -> CharSet.WORD;
            case 's', 'S' -> CharSet.SPACE;
            default -> null;
        };
        if (set == null) {
            return null;
        }
        boolean negated = Character.isUpperCase(peek(1));
        at += 2;
        set = (flags & FOLD_CASE) != 0 ? set.foldAscii() : set;
        return negated ? set.negate() : set;
    }

    private void skipUnicodeClass() throws RegexSyntaxException {
        int start = at;
        at += 2;
        if (peek(0) != '{') {
            at++;
            return;
        }
        while (peek(0) != '}') {
            if (peek(0) < 0) {
                throw error("invalid character class range", start, text.length);
            }
            at++;
        }
        at++;
    }

    private int parseEscapedCharacter() throws RegexSyntaxException {
        at++;
        int c = peek(0);
        if (c < 0) {
            throw error("trailing backslash at end of expression", at, at);
        }
        at++;
        return switch (c) {
            case 'a' -> 0x07;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            case 'x' -> parseHex();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> parseOctal(c);
            default -> {
                if (c >= 0x80 || Character.isLetterOrDigit(c)) {
                    throw error("invalid escape sequence", at - 2, at);
                }
                yield c;
            }
        };
    }

    private int parseHex() throws RegexSyntaxException {
        boolean braces = peek(0) == '{';
        int from = braces ? at + 1 : at;
        int to = from;
        while (to < text.length && (braces || to < from + 2) && Character.digit(text[to], 16) >= 0 && to - from < 9) {
            to++;
        }
        int digits = to - from;
        if (digits == 0 || !braces && digits != 2 || braces && (to >= text.length || text[to] != '}') || digits > 8) {
            throw error("invalid escape sequence", at - 2, to + 1);
        }
        long value = Long.parseLong(new String(text, from, digits), 16);
        if (value > CharSet.MAX) {
            throw error("invalid escape sequence", at - 2, to + 1);
        }
        at = braces ? to + 1 : to;
        return (int) value;
    }

    private int parseOctal(int first) throws RegexSyntaxException {
        if (first != '0' && (peek(0) < '0' || peek(0) > '7')) {
            // A reference to a group, which only engines that backtrack can have.
            throw error("invalid escape sequence", at - 2, at);
        }
        int value = first - '0';
        for (int i = 0; i < 2 && peek(0) >= '0' && peek(0) <= '7'; i++) {
            value = value * 8 + text[at++] - '0';
        }
        return value;
    }

    private void parseClass() throws RegexSyntaxException {
        classStart = at;
        at++;
        boolean negated = peek(0) == '^';
        if (negated) {
            at++;
        }
        CharSet set = CharSet.ofRanges(new int[0], 0);
        boolean foreign = false;
        boolean first = true;
        int[] singles = new int[16];
        int size = 0;
        while (first || peek(0) != ']') {
            first = false;
            if (peek(0) < 0) {
                throw error("missing closing ]", classStart, text.length);
            }
            if (peek(0) == '[' && peek(1) == ':' && closesPosix()) {
                set = set.union(parsePosixClass());
                continue;
            }
            if (peek(0) == '\\' && (peek(1) == 'p' || peek(1) == 'P')) {
                skipUnicodeClass();
                foreign = true;
                continue;
            }
            CharSet perl = peek(0) == '\\' ? parsePerlClass() : null;
            if (perl != null) {
                set = set.union(perl);
                continue;
            }
            if (size + 2 > singles.length) {
                singles = Arrays.copyOf(singles, size * 2);
            }
            int start = at;
            singles[size] = parseClassCharacter();
            singles[size + 1] = parseRangeEnd(singles[size], start);
            size += 2;
        }
        at++;
        CharSet plain = CharSet.ofRanges(singles, size);
        if ((flags & FOLD_CASE) != 0 && !plain.isAny()) {
            foreign |= !plain.isAscii();
            plain = foreign ? plain : plain.foldAscii();
        }
        set = set.union(plain);
        group.add(foreign ? new Regex.Foreign() : new Regex.OneOf(negated ? set.negate() : set));
    }

    private boolean closesPosix() {
        for (int i = at + 2; i + 1 < text.length; i++) {
            if (text[i] == ':' && text[i + 1] == ']') {
                return true;
            }
        }
        return false;
    }

    private CharSet parsePosixClass() throws RegexSyntaxException {
        int from = at + 2;
        boolean negated = from < text.length && text[from] == '^';
        if (negated) {
            from++;
        }
        int to = from;
        while (text[to] != ':' || text[to + 1] != ']') {
            to++;
        }
        CharSet set = switch (new String(text, from, to - from)) {
            case "alnum" -> CharSet.of("09AZaz");
            case "alpha" -> CharSet.of("AZaz");
            case "ascii" -> CharSet.ofRanges(new int[]{0, 0x7F}, 2);
            case "blank" -> CharSet.of("\t\t  ");
            case "cntrl" -> CharSet.ofRanges(new int[]{0, 0x1F, 0x7F, 0x7F}, 4);
            case "digit" -> CharSet.DIGIT;
            case "graph" -> CharSet.of("!~");
            case "lower" -> CharSet.of("az");
            case "print" -> CharSet.of(" ~");
            case "punct" -> CharSet.of("!/:@[`{~");
            case "space" -> CharSet.ofRanges(new int[]{'\t', '\r', ' ', ' '}, 4);
            case "upper" -> CharSet.of("AZ");
            case "word" -> CharSet.WORD;
            case "xdigit" -> CharSet.of("09AFaf");
            default -> throw error("invalid character class range", at, to + 2);
        };
        at = to + 2;
        set = (flags & FOLD_CASE) != 0 ? set.foldAscii() : set;
        return negated ? set.negate() : set;
    }

    private int parseClassCharacter() throws RegexSyntaxException {
        if (peek(0) < 0) {
            throw error("missing closing ]", classStart, text.length);
        }
        if (peek(0) == '\\') {
            return parseEscapedCharacter();
        }
        return text[at++];
    }

    private int parseRangeEnd(int low, int start) throws RegexSyntaxException {
        if (peek(0) != '-' || peek(1) < 0 || peek(1) == ']') {
            return low;
        }
        at++;
        int high = parseClassCharacter();
        if (high < low) {
            throw error("invalid character class range", start, at);
        }
        return high;
    }

    /// Branches of one character each are a set.
    private static Regex alternate(List<Regex> branches) {
        CharSet union = CharSet.ofRanges(new int[0], 0);
        for (Regex branch : branches) {
            if (branch instanceof Regex.OneOf(CharSet set)) {
                union = union.union(set);
            } else if (branch instanceof Regex.Text(int[] c) && c.length == 1) {
                union = union.union(CharSet.single(c[0]));
            } else {
                return new Regex.Alternate(List.copyOf(branches));
            }
        }
        return new Regex.OneOf(union);
    }

    /// One part for all, with neighbouring texts joined.
    private static Regex concat(List<Regex> parts) {
        List<Regex> joined = new ArrayList<>(parts.size());
        int[] run = new int[16];
        int size = 0;
        for (Regex part : parts) {
            if (part instanceof Regex.Text(int[] c)) {
                if (size + c.length > run.length) {
                    run = Arrays.copyOf(run, (size + c.length) * 2);
                }
                System.arraycopy(c, 0, run, size, c.length);
                size += c.length;
                continue;
            }
            if (size > 0) {
                joined.add(new Regex.Text(Arrays.copyOf(run, size)));
                size = 0;
            }
            joined.add(part);
        }
        if (size > 0) {
            joined.add(new Regex.Text(Arrays.copyOf(run, size)));
        }
        return joined.size() == 1 ? joined.getFirst() : new Regex.Concat(List.copyOf(joined));
    }

    private static void checkRepeats(Regex regex, int allowed) throws RegexSyntaxException {
        switch (regex) {
            case Regex.Repeat(Regex part, int min, int max) -> {
                int times = Math.max(min, max);
                if (times > allowed) {
                    throw new RegexSyntaxException(
                            "error parsing regexp: invalid repeat count: `{" + min + "," + max + "}` within others");
                }
                checkRepeats(part, times > 1 ? allowed / times : allowed);
            }
            case Regex.Concat(List<Regex> parts) -> {
                for (Regex part : parts) {
                    checkRepeats(part, allowed);
                }
            }
            case Regex.Alternate(List<Regex> branches) -> {
                for (Regex branch : branches) {
                    checkRepeats(branch, allowed);
                }
            }
            case Regex.Text text -> {
            }
            case Regex.OneOf one -> {
            }
            case Regex.Place place -> {
            }
            case Regex.Foreign foreign -> {
            }
        }
    }
}
