package io.hypnos.tsdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import io.hypnos.series.labels.Matcher;

/// The way from matchers to series, the same for every [PostingsSource].
///
/// A label that is missing has the empty value, but no index lists the series that lack a label. So only a matcher that rejects the empty value
/// can be answered by looking its values up; the others select by what they take away: all series with a value that they reject. Series that
/// must be in are intersected, smallest set first, and what must be out is subtracted; where nothing must be in, all series are the start.
public final class PostingsSelection {

    private PostingsSelection() {}

    /// The series that all matchers accept; all series where there is no matcher.
    ///
    /// @throws io.hypnos.series.StorageException when the index cannot be read
    public static Postings select(PostingsSource source, List<Matcher> matchers) {
        var in = new ArrayList<Postings>();
        var out = new ArrayList<Matcher>();
        for (Matcher matcher : matchers) {
            if (matcher.matchesEmpty()) {
                out.add(matcher);
            } else {
                Postings accepted = accepted(source, matcher);
                if (accepted.isEmpty()) {
                    return Postings.empty();
                }
                in.add(accepted);
            }
        }
        Postings result = in.isEmpty() ? source.all() : Postings.intersect(in);
        for (Matcher matcher : out) {
            if (result.isEmpty()) {
                break;
            }
            result = result.without(rejected(source, matcher));
        }
        return result;
    }

    /// The series with a value that the matcher, which rejects the empty one, accepts.
    private static Postings accepted(PostingsSource source, Matcher matcher) {
        return switch (matcher.type()) {
            case EQUAL -> source.postings(matcher.name(), matcher.value());
            case NOT_EQUAL, NOT_REGEX -> source.postings(matcher.name(), ValueFilter.accepting(matcher));
            case REGEX -> {
                var literals = matcher.regex().literals();
                yield literals == null
                        ? source.postings(matcher.name(), ValueFilter.accepting(matcher))
                        : source.postings(matcher.name(), ascending(literals));
            }
        };
    }

    /// The series with a value that the matcher, which accepts the empty one, rejects.
    private static Postings rejected(PostingsSource source, Matcher matcher) {
        return switch (matcher.type()) {
            case EQUAL -> source.postings(matcher.name(), ValueFilter.ALL);
            case NOT_EQUAL -> source.postings(matcher.name(), matcher.value());
            case REGEX -> matcher.value().equals(".*")
                    ? Postings.empty()
                    : source.postings(matcher.name(), ValueFilter.rejecting(matcher));
            case NOT_REGEX -> {
                var literals = matcher.regex().literals();
                yield literals == null
                        ? source.postings(matcher.name(), ValueFilter.rejecting(matcher))
                        : source.postings(matcher.name(), ascending(literals));
            }
        };
    }

    private static List<String> ascending(List<String> texts) {
        var sorted = new TreeSet<byte[]>(Arrays::compareUnsigned);
        for (String text : texts) {
            sorted.add(text.getBytes(UTF_8));
        }
        return sorted.stream().map(text -> new String(text, UTF_8)).toList();
    }
}
