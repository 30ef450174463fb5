package dev.dsync.engine.machine;

/** What a machine may wait for. */
public enum Timer {
    /** The peer has been silent for too long, or is to be asked whether it lives. */
    SILENCE,
    /** The peer has not said who it is in time. */
    HANDSHAKE,
    /** What could not be taken is to be tried once more. */
    RETRY,
    /** Of pieces asked for some may not come. */
    PIECES,
    /** Nothing may have come for some time of what a round waits for. */
    ROUND
}
