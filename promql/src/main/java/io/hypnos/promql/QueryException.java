package io.hypnos.promql;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.PositionRange;

/// A query that has no answer, and why. The kinds are a closed set: the edge makes a status of each.
public abstract sealed class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private QueryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The query is not in the language, or not sensible.
    public static final class Parse extends QueryException {

        private static final long serialVersionUID = 1L;

        private final transient PositionRange position;
        private final String detail;

        public Parse(PositionRange position, String detail, String query) {
            super(position.describe(query) + ": parse error: " + detail, null);
            this.position = position;
            this.detail = detail;
        }

        public PositionRange position() {
            return position;
        }

        /// The message without the position.
        public String detail() {
            return detail;
        }
    }

    /// The query parses, but its settings or parameters are refused.
    public static final class Invalid extends QueryException {

        private static final long serialVersionUID = 1L;

        public Invalid(String message) {
            super(message, null);
        }
    }

    /// The time was up.
    public static final class Timeout extends QueryException {

        private static final long serialVersionUID = 1L;

        public Timeout(String where) {
            super("query timed out in " + where, null);
        }
    }

    /// The caller stopped it.
    public static final class Canceled extends QueryException {

        private static final long serialVersionUID = 1L;

        public Canceled(String where) {
            super("query was canceled in " + where, null);
        }
    }

    /// More samples would have to be held at once than allowed.
    public static final class TooManySamples extends QueryException {

        private static final long serialVersionUID = 1L;

        public TooManySamples(String where) {
            super("query processing would load too many samples into memory in " + where, null);
        }
    }

    /// The memory of the query, or of all queries together, is used up.
    public static final class TooMuchMemory extends QueryException {

        private static final long serialVersionUID = 1L;

        public TooMuchMemory(String message) {
            super(message, null);
        }
    }

    /// The series could not be read.
    public static final class Storage extends QueryException {

        private static final long serialVersionUID = 1L;

        public Storage(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The data do not fit the query, such as two series where one is needed.
    public static final class Execution extends QueryException {

        private static final long serialVersionUID = 1L;

        public Execution(String message) {
            super(message, null);
        }
    }
}
