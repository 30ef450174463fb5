package dev.dsync.engine.scan;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexStore;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where what is learned of files and peers is remembered, and who helps to learn it.
 *
 * @param indexes of this user's roots; null to remember nothing
 * @param boot names this start of the machine
 * @param workers how many may read one file
 * @param helpers runs all workers but one
 * @param peer names who is at the other end; null if nothing of that is to be remembered
 * @param believes whether files contain what is remembered of them, and chunks that have the fast
 *     hashes they had; else all is read and named anew
 */
public record Indexing(
        @Nullable Opening indexes,
        Digest boot,
        int workers,
        Executor helpers,
        @Nullable Digest peer,
        boolean believes) {
    /** Where what is remembered is believed. */
    public Indexing(
            @Nullable Opening indexes,
            Digest boot,
            int workers,
            Executor helpers,
            @Nullable Digest peer) {
        this(indexes, boot, workers, helpers, peer, true);
    }

    /** Opens indexes of roots. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens the index of a root.
         *
         * @param boot names this start of the machine
         */
        Index open(Root root, Digest boot) throws IOException;

        /** What is known of a root's agreed listings without opening its index. */
        default AgreedListings.Marks marks(Root root) throws IOException {
            return AgreedListings.Marks.NONE;
        }
    }

    /** Remembers nothing, and reads by itself. */
    public static final Indexing NONE =
            new Indexing(null, new Digest(0, 0, 0, 0), 1, run -> {}, null);

    /** The same where the peer is the one of this name. */
    public Indexing meeting(Digest who) {
        return new Indexing(indexes, boot, workers, helpers, who, believes);
    }

    /** The same, where contents are believed or not. */
    public Indexing believing(boolean whether) {
        return new Indexing(indexes, boot, workers, helpers, peer, whether);
    }

    /**
     * What the files of a root contain.
     *
     * @param system the root is in
     */
    public KnownContents contents(FileSystem system, Root root) {
        return new KnownContents(() -> open(root), system, workers, helpers, believes);
    }

    /** What is known of a root's agreed listings without opening its index. */
    public AgreedListings.Marks marks(Root root) throws IOException {
        return indexes == null ? AgreedListings.Marks.NONE : indexes.marks(root);
    }

    /** The index of a root, whatever becomes of it. */
    public Index open(Root root) {
        if (indexes != null) {
            try {
                return indexes.open(root, boot);
            } catch (IOException e) {
                // What cannot be named is not remembered.
            }
        }
        return IndexStore.openMemory(boot, new SplittableRandom(boot.a()));
    }
}
