package dev.dsync.core.reconcile;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageCursor;
import dev.dsync.core.merkle.PageDifference;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.Revision;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The deletes a peer remembers of a tree, in the order of paths, as pages. The root, which nobody
 * deletes, stands before them as a record without payload.
 *
 * @param root the top page
 * @param store where the pages are
 */
public record Tombstones(PageRoot root, PageStore store) {
    /**
     * Seconds after which a delete is forgotten, counted from its own time: 15 months, and a day
     * for clocks that differ.
     */
    public static final long LIFETIME_SECONDS = 458L * 24 * 60 * 60;

    private static final byte[] NOTHING = {};

    /** Whether nobody needs to be told of a delete any more at this time. */
    public static boolean isExpired(Revision delete, long unixSeconds) {
        return isExpired(delete.deleted(), unixSeconds);
    }

    /** The same of one made at a time, in seconds since 1970. */
    public static boolean isExpired(long deleted, long unixSeconds) {
        return unixSeconds > LIFETIME_SECONDS && unixSeconds - LIFETIME_SECONDS > deleted;
    }

    /** A walk over all deletes. */
    public Cursor cursor() {
        return new Cursor(new PageCursor(PageKind.TOMBSTONES, store, root));
    }

    /** The delete at this path. */
    public Optional<Revision> find(RelPath path) throws IOException {
        Cursor cursor = cursor();
        cursor.seek(path);
        return cursor.next() && cursor.path().equals(path)
                ? Optional.of(cursor.revision())
                : Optional.empty();
    }

    /** A walk over what these (left) and others (right) do not share. */
    public Difference difference(Tombstones other) {
        return new Difference(
                new PageDifference(PageKind.TOMBSTONES, store, root, other.store, other.root));
    }

    private static Revision revision(RecordReader in, long bytes) throws MalformedPageException {
        Revision revision = Revision.read(in);
        if (!revision.isDelete() || bytes != 0) {
            throw in.malformed("tombstone of what is there");
        }
        in.finish();
        return revision;
    }

    private static RelPath path(byte[] bytes, RecordReader in) throws MalformedPageException {
        try {
            return RelPath.of(bytes);
        } catch (IllegalNameException e) {
            throw in.malformed("path with " + e.getMessage());
        }
    }

    /** Deletes in order, one at a time, holding one page a level. */
    public static final class Cursor {
        private final PageCursor records;
        private final RecordReader in = new RecordReader(NOTHING, 0, 0);
        private RelPath path = RelPath.ROOT;
        private @Nullable Revision revision;

        private Cursor(PageCursor records) {
            this.records = records;
        }

        /** Steps to the next delete; false at the end. */
        public boolean next() throws IOException {
            revision = null;
            if (!records.next()) {
                return false;
            }
            records.read(in);
            path = Tombstones.path(records.path(), in);
            if (path.isRoot()) {
                in.finish();
                return next();
            }
            revision = Tombstones.revision(in, records.bytes());
            return true;
        }

        /** Where the delete last stepped to was made. */
        public RelPath path() {
            return path;
        }

        /** The revision of the delete last stepped to; asking where there is none is a bug. */
        public Revision revision() {
            if (revision == null) {
                throw new IllegalStateException("no tombstone");
            }
            return revision;
        }

        /** Makes the first delete at or behind this path the next one; only forward. */
        public void seek(RelPath to) throws IOException {
            records.seek(to.bytes());
        }
    }

    /** The differing deletes of two peers in order, one path at a time. */
    public static final class Difference {
        private final PageDifference records;
        private final RecordReader in = new RecordReader(NOTHING, 0, 0);
        private RelPath path = RelPath.ROOT;
        private @Nullable Revision left;
        private @Nullable Revision right;

        private Difference(PageDifference records) {
            this.records = records;
        }

        /** Steps to the next path whose deletes differ; false at the end. */
        public boolean next() throws IOException {
            left = null;
            right = null;
            if (!records.next()) {
                return false;
            }
            path = Tombstones.path(records.path(), in);
            if (path.isRoot()) {
                throw in.malformed("tombstone of the root");
            }
            if (records.hasLeft()) {
                left = read(records.leftPayload(), records.leftBytes());
            }
            if (records.hasRight()) {
                right = read(records.rightPayload(), records.rightBytes());
            }
            return true;
        }

        private Revision read(byte[] payload, long bytes) throws MalformedPageException {
            in.reset(payload, 0, payload.length);
            return Tombstones.revision(in, bytes);
        }

        /** Where they differ. */
        public RelPath path() {
            return path;
        }

        /** The delete among those that were asked, if there is one. */
        public @Nullable Revision left() {
            return left;
        }

        /** The delete among the others, if there is one. */
        public @Nullable Revision right() {
            return right;
        }
    }

    /** Makes a sequence of deletes that come in order. */
    public static final class Writer {
        private final PageStore store;
        private final PageWriter records;
        private final byte[] bytes = new byte[Revision.BYTES_MAX];

        /** Writes pages into the store as they fill. */
        public Writer(PageStore store) throws IOException {
            this.store = store;
            records = new PageWriter(PageKind.TOMBSTONES, store);
            records.add(NOTHING, 0, 0, NOTHING, 0);
        }

        /**
         * The next delete.
         *
         * @throws IllegalArgumentException if it does not come after the one before, is of the
         *     root, or the revision is of a value
         */
        public void add(RelPath path, Revision revision) throws IOException {
            if (!revision.isDelete()) {
                throw new IllegalArgumentException("no delete: " + revision);
            }
            int length = revision.write(bytes, 0);
            records.add(path.bytes(), path.length(), 0, bytes, length);
        }

        /** Ends the sequence; the writer is of no use afterwards. */
        public Tombstones finish() throws IOException {
            return new Tombstones(records.finish(), store);
        }
    }

    /** Makes a sequence in which some deletes are others; what stays is as a rule not read. */
    public static final class Rewriter {
        private final Tombstones old;
        private final PageWriter.Rewriter records;
        private final RecordReader in = new RecordReader(NOTHING, 0, 0);
        private final byte[] bytes = new byte[Revision.BYTES_MAX];

        /** Begins before the first delete. */
        public Rewriter(Tombstones old) {
            this.old = old;
            this.records = new PageWriter.Rewriter(PageKind.TOMBSTONES, old.store, old.root);
        }

        /** Keeps all deletes before this path that were neither kept nor taken, or all. */
        public void keepBefore(@Nullable RelPath path) throws IOException {
            records.keepBefore(path == null ? null : path.bytes());
        }

        /** Keeps those of them that are not expired; how many are. All are read. */
        public int keepBefore(@Nullable RelPath path, long unixSeconds) throws IOException {
            int expired = 0;
            while (records.descend()) {
                RelPath at = path();
                if (path != null && at.compareTo(path) >= 0) {
                    break;
                }
                if (!at.isRoot() && isExpired(decoded(), unixSeconds)) {
                    records.pass();
                    expired++;
                } else {
                    records.keepNext();
                }
            }
            return expired;
        }

        private RelPath path() throws IOException {
            records.read(in);
            return Tombstones.path(records.path(), in);
        }

        private Revision decoded() throws IOException {
            records.read(in);
            return Tombstones.revision(in, records.bytes());
        }

        /** Takes out the next delete if it is at this path; asked behind keeping what is before. */
        public @Nullable Revision take(RelPath path) throws IOException {
            if (path.isRoot() || !records.isAt(path.bytes())) {
                return null;
            }
            Revision revision = decoded();
            records.pass();
            return revision;
        }

        /** The next delete; it comes behind all that was kept. */
        public void add(RelPath path, Revision revision) throws IOException {
            int length = revision.write(bytes, 0);
            records.add(path.bytes(), path.length(), 0, bytes, length);
        }

        /** Ends the sequence. */
        public Tombstones finish() throws IOException {
            return new Tombstones(records.finish(), old.store);
        }
    }
}
