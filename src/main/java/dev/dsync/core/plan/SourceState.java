package dev.dsync.core.plan;

/** Whether the source could list everything it was asked for. */
public enum SourceState {
    COMPLETE,
    /**
     * Something could not be listed; what is absent may only be unread, so nothing is deleted for
     * its absence.
     */
    FAILED
}
