package dev.dsync.engine.mesh;

/** The process that did something is dead: it does nothing more, not even clean up. */
final class KilledError extends Error {
    private static final long serialVersionUID = 1;
}
