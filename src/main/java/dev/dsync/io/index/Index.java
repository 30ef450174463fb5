package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is remembered of one root between runs, and nothing that could not be found out again.
 *
 * <p>A cache fails softly: no method throws because of what is on disk. What cannot be read was
 * never known, what cannot be written is dropped, and {@link #health} says so. Any thread may call;
 * calls take turns. What is written is seen by every later call, and outlives the process from
 * {@link #commit} on.
 */
public interface Index extends AutoCloseable {
    /** What makes this index this index. */
    IndexIdentity identity();

    /** Whether it still works as it should. */
    Health health();

    /** Whether what is committed outlives the process. */
    boolean isKept();

    /** What is known of a file. */
    Optional<IndexedFile> find(RelPath path);

    /**
     * Everything known at or below a path, in listing order, as of now: what is written later need
     * not be seen.
     */
    FileCursor files(RelPath from);

    /**
     * What is known of a file that was being built, up to where that was taken down: the entries
     * and bytes of its manifest say how far, the name says nothing.
     */
    Optional<IndexedFile> staged(RelPath stage);

    /** At most {@code max} records of a file's manifest, from this one on, counting from 0. */
    List<IndexedChunk> chunks(IndexedFile file, long from, int max);

    /**
     * Where in files of this root the chunk was when they were indexed, at most {@code max} places:
     * whoever reads there makes sure.
     */
    List<ChunkPlace> places(Digest chunk, int max);

    /** Pages of listings. */
    PageStore pages();

    /** What the folder that this root is was last, if it ever was one. */
    Optional<Folder> folder();

    /** Notes what the folder is now, of which all pages are here. */
    void putFolder(Folder folder);

    /** Directories whose owner is let in for a while. */
    Ajar ajar();

    /** The root of the listing last agreed on. */
    Optional<PageRoot> base(BaseKey key);

    /**
     * Takes down a new manifest of a file. What was known of it stays until the manifest is
     * finished.
     */
    ManifestSink manifest(RelPath path);

    /**
     * Notes that a file of this content has this stamp now; nothing happens to one not known.
     *
     * @param observed as in {@link ManifestSink#finish}
     */
    void restamp(RelPath path, Stamp stamp, Timestamp observed);

    /**
     * Renames what is at a path and below it; manifests stay as they are. What was known at the new
     * path is forgotten.
     */
    void move(RelPath from, RelPath to);

    /** Forgets what is at a path and below it. */
    void remove(RelPath path);

    /**
     * Forgets how far files are that were being built. What is being built now is known again when
     * that is taken down next.
     */
    void forgetStages();

    /** Notes the root of the listing agreed on now. */
    void putBase(BaseKey key, PageRoot listing);

    /**
     * Notes that content of files with a change time up to this one is on disk, not only in the
     * kernel's memory. Later files are read again if the machine restarts.
     */
    void durableUntil(Timestamp changed);

    /**
     * Begins writing much at once. Until this ends, or until the next {@link #commit}, nothing is
     * logged, and what a process that dies leaves of it is not believed.
     */
    Bulk bulk();

    /**
     * Tries to write again, after it could not. What was not written stays lost, and so do
     * manifests begun before.
     */
    void recover();

    /** Makes what was written outlive the process and a power cut. */
    Commit commit();

    /**
     * Drops what nothing refers to: pages that neither these listings, nor those of the folder, nor
     * remembered bases reach, manifests never finished, and all but the {@code basesMax} bases
     * noted last.
     */
    void sweep(Collection<PageRoot> listings, int basesMax);

    /** Forgets everything and takes another identity. */
    void reset();

    /** Commits and closes; a root opened more than once stays open until the last closes it. */
    @Override
    void close();

    /**
     * A root that is kept in sync with peers, as far as pages tell.
     *
     * @param listing what is there
     * @param tombstones what is known to be deleted
     * @param replica the bits of who changes it here
     * @param counted how far that one has counted its changes
     * @param fileSystem what the file system says it is that it is on; 0 if that is not known
     * @param isWatched whether somebody changes it as this replica now, or ended without a word
     */
    record Folder(
            PageRoot listing,
            PageRoot tombstones,
            long replica,
            long counted,
            long fileSystem,
            boolean isWatched) {
        /** The same, when whoever watched it has ended in order. */
        public Folder ended() {
            return new Folder(listing, tombstones, replica, counted, fileSystem, false);
        }
    }

    /**
     * Directories that are closed to their owner, and have a mode that lets the owner in while
     * something is done in them. What is noted outlives the process at once, and a power cut from
     * {@link Index#commit} on.
     */
    interface Ajar {
        /** Notes, before a directory is made or opened up, which permission bits it shall have. */
        void put(RelPath directory, int permissions);

        /** Forgets a directory, which is closed again, or gone. */
        void remove(RelPath directory);

        /** The permission bits that a directory shall have, if it is noted. */
        OptionalInt find(RelPath directory);

        /** The permission bits that directories noted and not forgotten shall have, by path. */
        Map<RelPath, Integer> all();
    }

    /** How an index is. */
    enum Health {
        /** As it should be. */
        SOUND,
        /** The disk is full: it reads, and drops what is written. */
        NO_SPACE,
        /** The system refused something: it reads, and drops what is written. */
        FAILED,
        /** Its files are not as it left them: it knows nothing, and will be built anew. */
        DAMAGED
    }

    /** What became of what was written. */
    enum Commit {
        /** It is on disk. */
        DURABLE,
        /** It lasts as long as the process: this index is not kept. */
        VOLATILE,
        /** It, or something written before, was dropped; {@link #health} says why. */
        LOST
    }

    /** The time in which much is written at once. */
    interface Bulk extends AutoCloseable {
        /** Ends it: what was written is believed from here on. */
        @Override
        void close();
    }
}
