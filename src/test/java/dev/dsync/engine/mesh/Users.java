package dev.dsync.engine.mesh;

/** Whose users do something in a mesh. */
enum Users {
    ALL,
    /**
     * That of the first peer; processes end in good order, and all that is anywhere comes from
     * there.
     */
    FIRST
}
