package dev.dsync.engine.machine;

/** Jobs that must not overtake each other share a lane; different lanes run side by side. */
public enum Lane {
    /** Listing, planning and reading. */
    READ,
    /** Writing incoming content and everything that changes names or attributes. */
    WRITE
}
