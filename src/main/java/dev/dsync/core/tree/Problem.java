package dev.dsync.core.tree;

/**
 * One path that failed while the run went on.
 *
 * @param path where, below the root
 * @param kind what failed
 * @param reason the system's or dsync's words, for people
 */
public record Problem(RelPath path, Kind kind, String reason) {
    /** A path that cannot be, since the file system takes its name for that of what is there. */
    public static Problem ofTwin(RelPath path, Name twin) {
        String reason = "the file system takes it for the same name as " + twin;
        return new Problem(path, Kind.ILLEGAL_NAME, reason + ", so one of them must be renamed");
    }

    /** What an exception has to say, or, where it says nothing, what it is. */
    public static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** What failed about a path; each is one message for the user. */
    public enum Kind {
        LIST_DIRECTORY,
        READ_ENTRY,
        READ_CONTENT,
        CHANGED_WHILE_READING,
        VANISHED,
        CREATE,
        WRITE,
        REPLACE,
        DELETE,
        DIRECTORY_NOT_EMPTY,
        SET_ATTRIBUTES,
        CHANGED_AT_TARGET,
        ILLEGAL_NAME,
        UNSUPPORTED,
        /** An entry of a kind that the flags leave out. */
        NOT_REGULAR,
        /** A directory that is not entered, since nobody asked for it. */
        SKIPPED_DIRECTORY,
        /** A source as it was typed, which stands in the reason. */
        SOURCE;

        /** Whether it is only told: the run did all it was asked for. */
        public boolean isNotice() {
            return this == DIRECTORY_NOT_EMPTY || this == NOT_REGULAR || this == SKIPPED_DIRECTORY;
        }
    }
}
