package dev.dsync.engine.mesh;

/**
 * How much less would be there than was a while before.
 *
 * @param cause how that would come about
 * @param peer who would have it so; empty but for {@link Cause#PEER}
 * @param gone entries that are at no other path
 * @param of how many there were
 */
public record Loss(Cause cause, String peer, long gone, long of) {
    /** How entries are lost. */
    public enum Cause {
        /** They are gone here already, by whatever hand. */
        HERE,
        /** Another file system is where they were. */
        REPLACED,
        /** A peer has deleted them. */
        PEER
    }

    /** Entries that are gone here. */
    static Loss here(long gone, long of) {
        return new Loss(Cause.HERE, "", gone, of);
    }

    /** Entries that a peer has deleted. */
    public static Loss by(String peer, long gone, long of) {
        return new Loss(Cause.PEER, peer, gone, of);
    }
}
