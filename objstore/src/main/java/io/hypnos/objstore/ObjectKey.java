package io.hypnos.objstore;

/// Where an object lies in a bucket: segments separated by `/`, relative to the bucket's prefix. No segment is empty, `.` or `..`, so a key
/// can be turned into a path below a directory without leaving it.
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    public ObjectKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an object key: \"" + value + "\"");
        }
    }

    /// Whether a name found in a store can be a key. A bucket leaves the others out of its listings.
    public static boolean isValid(String value) {
        for (String segment : value.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.indexOf('\0') >= 0) {
                return false;
            }
        }
        return true;
    }

    public static ObjectKey of(String first, String... more) {
        return new ObjectKey(more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    /// The key of something below this one.
    public ObjectKey resolve(String below) {
        return new ObjectKey(value + "/" + below);
    }

    /// The last segment.
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
