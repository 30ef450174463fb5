package dev.dsync.core.tree;

/**
 * One path that failed while the run went on.
 *
 * @param path where, below the root
 * @param kind what failed
 * @param reason the system's or dsync's words, for people
 */
public record Problem(RelPath path, Kind kind, String reason) {
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
        UNSUPPORTED
    }
}
