package dev.dsync.engine.session;

import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.fetch.Swarm;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What a listener offers to whoever dials it. */
public interface Premises {
    /** The whole file system as this user sees it, for that user: behind a pipe or ssh. */
    static Premises ofOperator(FileSystem system) {
        return new OperatorPremises(system);
    }

    /** What this side can tell and keep of entries, as this user. */
    Profile profile();

    /** The highest zstd level a dialler may have this side work at. */
    int compressionLevelMax();

    /**
     * Opens the sources a dialler wants to pull from.
     *
     * @throws Refusal if it may not have them, or there is nothing
     */
    SourceFiles source(Request request) throws IOException;

    /**
     * Opens the destination a dialler wants to push to; nothing is made or changed yet.
     *
     * @throws Refusal if it may not have it, or it cannot be a target
     */
    TargetPlace target(Request request) throws IOException;

    /**
     * The folder a dialler wants to keep in sync.
     *
     * @throws Refusal if there is none: nobody watches it
     */
    default Folder folder(Request request) throws IOException {
        throw new Refusal(Message.Reason.UNSUPPORTED, "nobody watches it there");
    }

    /**
     * A root that is kept in sync with peers, as a link to one of them sees it. Any thread may
     * call.
     */
    interface Folder {
        /** What counts of the entries of a folder. */
        Profile PROFILE =
                new Profile(
                        true,
                        true,
                        true,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        Profile.Namespaces.NONE,
                        true,
                        false,
                        true,
                        false);

        /** Which way changes go. */
        enum Role {
            /** Both ways. */
            SEND_RECEIVE,
            /** What peers have is not taken. */
            SEND_ONLY,
            /** What is here is not announced. */
            RECEIVE_ONLY
        }

        /** Which way changes go. */
        default Role role() {
            return Role.SEND_RECEIVE;
        }

        /**
         * What takes part.
         *
         * @param choice in the root directory
         * @param number another whenever something else may take part, there or further down
         */
        record Rules(Choice choice, long number) {
            /** Everything takes part. */
            public static final Rules NONE = new Rules(Choice.ALL, 0);
        }

        /** What takes part, as the files that say so were when they were last looked at. */
        default Rules rules() {
            return Rules.NONE;
        }

        /**
         * What is there, and what is known to be deleted, at some time: a value.
         *
         * @param fileBytes sum of the sizes of all files
         */
        record Snapshot(Listing listing, Tombstones tombstones, KindCounts counts, long fileBytes) {
            /** What is known of a path. */
            public Known known(RelPath path) throws IOException {
                return Known.of(listing, tombstones, path);
            }
        }

        /**
         * What becomes known of a path.
         *
         * @param before what was known of it when that was decided
         */
        record Change(RelPath path, Known before, Known after) {}

        /** Keeps the pages that a listing may have in common with any that was here. */
        interface Hold extends AutoCloseable {
            /** The listing is known: what the folder holds from now on need not be kept. */
            void learnt();

            @Override
            void close();
        }

        /** What is there by now. */
        Snapshot snapshot();

        /** For whoever begins to learn what a peer has. */
        Hold hold();

        /** Of which changes is known here. */
        VersionVector knowledge();

        /**
         * A peer knows of these changes. If that is more of this replica's than it knows of itself,
         * it goes on as another, and all that is here is concurrent to what the peer has.
         */
        void meet(VersionVector theirs) throws IOException;

        /** Who changes entries here. */
        ReplicaId replica();

        /**
         * The time on this machine's clock, in seconds since 1970, by which deletes expire here:
         * what others say the time is would have them forgotten too soon.
         */
        long unixSeconds();

        /** How often deletes were forgotten here, which peers may still tell of. */
        long forgettings();

        /**
         * The same time, but behind every change this replica has made, by which it counts: one put
         * back to an older state must not count the same twice.
         */
        long clockSeconds();

        FileSystem system();

        Root root();

        /** What the files contain; whoever asks closes it. */
        KnownContents contents();

        /** What is got of several peers at once. */
        Swarm swarm();

        /**
         * Whether changes a peer has made may be made here: not if much would be lost, and nobody
         * has said that it may.
         *
         * @param peer who that is, to the user
         * @param changes all that would be
         */
        boolean mayTake(Object link, String peer, List<Change> changes) throws IOException;

        /** Whether what a peer would have done waits for somebody to say that it may. */
        boolean isHeld(String peer);

        /**
         * Reserves a path for a link until it lets go of all it has: false if another has it, or
         * something else is known of it by now.
         */
        boolean claim(Object link, RelPath path, Known expected) throws IOException;

        /** Lets go of all that a link has reserved. */
        void release(Object link);

        /** Whether another link wanted something that this one has reserved. */
        boolean isAwaited(Object link);

        /** How long a round goes on before what was done so far is noted. */
        Duration notingPause();

        /**
         * Notes what became of paths, in listing order.
         *
         * @return how many were not noted, since something else was known of them by now, or
         *     another link is at work on them
         */
        int note(Object link, List<Change> changes) throws IOException;
    }
}
