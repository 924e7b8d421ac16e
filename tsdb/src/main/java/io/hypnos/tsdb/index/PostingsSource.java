package io.hypnos.tsdb.index;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.StorageException;

/// An inverted index: which series have which label. The head, a block's index file and a block in a bucket are such sources;
/// [PostingsSelection] turns matchers into questions to one.
///
/// Names and values are ordered as unsigned UTF-8 bytes. An unknown name or value is not an error, it has no series. All methods throw
/// [StorageException] when the index cannot be read, and may be called by several threads.
public interface PostingsSource {

    /// All series.
    Postings all();

    /// The series whose label `name` has exactly this value, which is not empty.
    Postings postings(String name, String value);

    /// The series whose label `name` has any of the values, which are not empty, in ascending order and without duplicates.
    default Postings postings(String name, List<String> values) {
        var lists = new ArrayList<Postings>(values.size());
        for (String value : values) {
            lists.add(postings(name, value));
        }
        return Postings.merge(lists);
    }

    /// The series that have the label `name` with a value that the filter accepts. A source whose values are sorted looks only at those that
    /// start with the filter's prefix.
    Postings postings(String name, ValueFilter filter);

    /// The names of all labels, in ascending order.
    List<String> labelNames();

    /// The values of one label that the filter accepts, in ascending order.
    List<String> labelValues(String name, ValueFilter filter);
}
