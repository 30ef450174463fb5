package dev.dsync.core.reconcile;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.version.Revision;

/** What a peer does at one path for what another knows of it. */
public sealed interface Decision {
    /** Nothing is new here, or the other peer is the one to act. */
    record Nothing() implements Decision {}

    /** The entry takes the place of whatever is here; its content is fetched. */
    record Take(Entry entry, Revision revision) implements Decision {}

    /**
     * What is here has the content of the entry and stays; its attributes become the entry's, which
     * they may be already.
     */
    record Settle(Entry entry, Revision revision) implements Decision {}

    /** What is here is deleted; the revision becomes its tombstone. */
    record Delete(Revision revision) implements Decision {}

    /** Nothing is here; the revision becomes the tombstone. */
    record Note(Revision revision) implements Decision {}

    /**
     * What is here is moved to the path of the copy, which has its revision; only then something
     * else takes its place. Where something is known of the copy's path already, the copy is
     * decided on there as if another peer had it.
     */
    record KeepBoth(Known.Live copy, Take take) implements Decision {}

    /** Nothing can be done; the path stays as it is, and the user is told. */
    record Unresolved(Reason reason) implements Decision {}

    /** Why nothing can be done. */
    enum Reason {
        PATH_TOO_LONG("the path of its conflict copy would be too long; rename it"),
        VERSION_TOO_LONG("more replicas have changed it than can be told apart"),
        /** This replica cannot count further, since somebody else counted for it. */
        REPLICA_SPENT("a peer has used up the versions of this one"),
        RESERVED_NAME("a peer has it under a name dsync keeps for itself"),
        ROOT_NOT_DIRECTORY("the peer's root is no directory");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** It, for the user. */
        public String words() {
            return words;
        }
    }
}
