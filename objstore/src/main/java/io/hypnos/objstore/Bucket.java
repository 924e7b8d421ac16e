package io.hypnos.objstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Immutable objects under keys: the seven things that every object store can do and that blocks need.
///
/// Reads see completed writes at once, also in listings. A put is atomic: readers see the whole object or none. Writing a key again replaces
/// its object. There are no directories; listings only make keys look as if there were. Safe for use by many threads.
///
/// A body that ends early is an [IOException], never a short read: whoever reads to the end has the whole object or range.
public interface Bucket extends AutoCloseable {

    /// What is being talked to, for logs and errors: `S3 thanos at s3:8333`, without secrets.
    String name();

    /// The whole object; the caller closes the stream.
    ///
    /// @throws ObjectNotFoundException when there is none
    InputStream get(ObjectKey key) throws IOException;

    /// `length` bytes from `offset` on, or as many as there are: none when `offset` is at the end or behind it. `length` -1 reads to the
    /// end. The caller closes the stream.
    ///
    /// @throws ObjectNotFoundException when there is none
    InputStream getRange(ObjectKey key, long offset, long length) throws IOException;

    /// Writes exactly `length` bytes of `body`; leaves no object behind when it fails.
    void put(ObjectKey key, InputStream body, long length) throws IOException;

    boolean exists(ObjectKey key) throws IOException;

    /// @throws ObjectNotFoundException when there is none
    ObjectAttributes attributes(ObjectKey key) throws IOException;

    /// What lies below `directory`, in ascending order; empty where nothing does. An absent directory is the root.
    List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException;

    /// Removes an object; one that is not there is removed already.
    void delete(ObjectKey key) throws IOException;

    @Override
    void close();

    /// How deep a listing goes.
    enum Listing {
        /// Objects right below, and one entry for each next segment that has keys below it.
        ONE_LEVEL,
        /// Every object below, no directories.
        RECURSIVE
    }

    /// One line of a listing; in the order of the keys, an object before the directory of the same name.
    ///
    /// @param key       an object's key, or the common start of several
    /// @param directory whether it is such a start
    record Entry(ObjectKey key, boolean directory) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            int order = key.compareTo(other.key);
            return order != 0 ? order : Boolean.compare(directory, other.directory);
        }
    }
}
