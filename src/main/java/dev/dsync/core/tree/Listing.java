package dev.dsync.core.tree;

import dev.dsync.core.merkle.PageCursor;
import dev.dsync.core.merkle.PageDifference;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.version.Revision;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All entries of a tree that take part, in order, as pages: the root's entry comes first.
 *
 * @param profile which fields of the entries count
 * @param root the top page
 * @param store where the pages are
 */
public record Listing(Profile profile, PageRoot root, PageStore store) {
    /** The most entries a listing may have. */
    public static final long ENTRIES_MAX = 50_000_000;

    /**
     * An entry as bytes, without its path and, for a file, without its size: what a record of a
     * listing carries: the mode but of a symbolic link, which nobody can set; the modification time
     * of files and specials; of all else what the profile counts.
     */
    public static byte[] encode(Profile profile, Entry entry) {
        EntryEncoder encoder = new EntryEncoder(profile);
        encoder.encode(entry);
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    /**
     * The entry these bytes spell.
     *
     * @param size the record's bytes: a file's size, 0 for all else
     * @throws IOException a {@link dev.dsync.core.merkle.MalformedPageException} if they spell none
     */
    public static Entry decode(Profile profile, RelPath path, long size, byte[] payload)
            throws IOException {
        EntryDecoder decoder = new EntryDecoder(profile);
        decoder.reader().reset(payload, 0, payload.length);
        return decoder.decode(path.raw(), size);
    }

    /** An entry and its revision as bytes, under a profile that has them. */
    public static byte[] encode(Profile profile, Entry entry, Revision revision) {
        EntryEncoder encoder = new EntryEncoder(profile);
        encoder.encode(entry, revision);
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    /** A walk over all entries. */
    public Cursor cursor() {
        return new Cursor(profile, new PageCursor(PageKind.LISTING, store, root));
    }

    /** The entry with this path. */
    public Optional<Entry> find(RelPath path) throws IOException {
        Cursor cursor = cursor();
        cursor.seek(path);
        Entry entry = cursor.next();
        return Optional.ofNullable(entry).filter(found -> found.path().equals(path));
    }

    /** The revision of the entry with this path, if its profile has them. */
    public Optional<Revision> findRevision(RelPath path) throws IOException {
        Cursor cursor = cursor();
        cursor.seek(path);
        Entry entry = cursor.next();
        return entry != null && entry.path().equals(path)
                ? Optional.ofNullable(cursor.revision)
                : Optional.empty();
    }

    /**
     * A walk over what this listing (left) and another of the same profile (right) do not share.
     */
    public Difference difference(Listing other) {
        if (!profile.equals(other.profile)) {
            throw new IllegalArgumentException("listings of two profiles");
        }
        return new Difference(
                profile,
                new PageDifference(PageKind.LISTING, store, root, other.store, other.root));
    }

    /** Entries in order, one at a time, holding one page a level. */
    public static final class Cursor {
        private final PageCursor records;
        private final EntryDecoder decoder;
        private @Nullable Revision revision;

        private Cursor(Profile profile, PageCursor records) {
            this.records = records;
            decoder = new EntryDecoder(profile);
        }

        /** The next entry, or null at the end. */
        public @Nullable Entry next() throws IOException {
            revision = null;
            if (!records.next()) {
                return null;
            }
            records.read(decoder.reader());
            Entry entry = decoder.decode(records.path(), records.bytes());
            revision = decoder.lastRevision();
            return entry;
        }

        /**
         * The revision of the entry last given; asking where none was, or the profile has none, is
         * a bug.
         */
        public Revision revision() {
            if (revision == null) {
                throw new IllegalStateException("no revision");
            }
            return revision;
        }

        /** How many entries stand before the one last given. */
        public long position() {
            return records.entriesBefore();
        }

        /** Makes the first entry at or behind this path the next one; only forward. */
        public void seek(RelPath path) throws IOException {
            records.seek(path.raw());
        }

        /** Makes the entry with so many before it the next one; only forward. */
        public void seekPosition(long position) throws IOException {
            records.seekEntry(position);
        }
    }

    /** The differing entries of two listings in order, one path at a time. */
    public static final class Difference {
        private final PageDifference records;
        private final EntryDecoder decoder;
        private RelPath path = RelPath.ROOT;
        private @Nullable Entry left;
        private @Nullable Entry right;
        private @Nullable Revision leftRevision;
        private @Nullable Revision rightRevision;

        private Difference(Profile profile, PageDifference records) {
            this.records = records;
            decoder = new EntryDecoder(profile);
        }

        /** Steps to the next path whose entries differ; false at the end. */
        public boolean next() throws IOException {
            left = null;
            right = null;
            leftRevision = null;
            rightRevision = null;
            if (!records.next()) {
                return false;
            }
            byte[] bytes = records.path();
            if (records.hasLeft()) {
                left = decode(bytes, records.leftBytes(), records.leftPayload());
                leftRevision = decoder.lastRevision();
            }
            if (records.hasRight()) {
                right = decode(bytes, records.rightBytes(), records.rightPayload());
                rightRevision = decoder.lastRevision();
            }
            Entry either = left != null ? left : right;
            path = either == null ? RelPath.ROOT : either.path();
            return true;
        }

        private Entry decode(byte[] bytes, long size, byte[] payload) throws IOException {
            decoder.reader().reset(payload, 0, payload.length);
            return decoder.decode(bytes, size);
        }

        /** Where the listings differ. */
        public RelPath path() {
            return path;
        }

        /** The entry of the listing that was asked, if it has one. */
        public @Nullable Entry left() {
            return left;
        }

        /** The entry of the other listing, if it has one. */
        public @Nullable Entry right() {
            return right;
        }

        /** The revision of {@link #left}, if the profile has them. */
        public @Nullable Revision leftRevision() {
            return leftRevision;
        }

        /** The revision of {@link #right}, if the profile has them. */
        public @Nullable Revision rightRevision() {
            return rightRevision;
        }
    }

    /** Makes a listing of entries that come in order. */
    public static final class Writer {
        private final Profile profile;
        private final PageStore store;
        private final PageWriter records;
        private final EntryEncoder encoder;
        private final long[] counts = new long[Kind.values().length];

        /** Writes pages into the store as they fill. */
        public Writer(Profile profile, PageStore store) {
            this.profile = profile;
            this.store = store;
            records = new PageWriter(PageKind.LISTING, store);
            encoder = new EntryEncoder(profile);
        }

        /**
         * The next entry, the root first. Fields the profile does not count are taken as zero.
         *
         * @throws IllegalArgumentException if it does not come after the one before
         */
        public void add(Entry entry) throws IOException {
            encoder.encode(entry);
            record(entry);
        }

        /**
         * The next entry with its revision, where the profile has them.
         *
         * @throws IllegalArgumentException as above, or if the revision is of a delete
         */
        public void add(Entry entry, Revision revision) throws IOException {
            encoder.encode(entry, revision);
            record(entry);
        }

        private void record(Entry entry) throws IOException {
            RelPath path = entry.path();
            records.add(
                    path.raw(),
                    path.length(),
                    EntryEncoder.size(entry),
                    encoder.bytes(),
                    encoder.length());
            counts[EntryEncoder.code(entry.kind())]++;
        }

        /** Entries of a kind so far. */
        public long count(Kind kind) {
            return counts[EntryEncoder.code(kind)];
        }

        /** Ends the listing; the writer is of no use afterwards. */
        public Listing finish() throws IOException {
            return new Listing(profile, records.finish(), store);
        }
    }

    /** Makes a listing in which some entries are others; what stays is as a rule not read. */
    public static final class Rewriter {
        private final Listing old;
        private final PageWriter.Rewriter records;
        private final EntryDecoder decoder;
        private final EntryEncoder encoder;

        /** Begins before the root. */
        public Rewriter(Listing old) {
            this.old = old;
            this.records = new PageWriter.Rewriter(PageKind.LISTING, old.store, old.root);
            this.decoder = new EntryDecoder(old.profile);
            this.encoder = new EntryEncoder(old.profile);
        }

        /** Keeps all entries before this path that were neither kept nor taken, or all. */
        public void keepBefore(@Nullable RelPath path) throws IOException {
            records.keepBefore(path == null ? null : path.raw());
        }

        /** Takes out the next entry if it is at this path; asked behind {@link #keepBefore} it. */
        public @Nullable Entry take(RelPath path) throws IOException {
            if (!records.isAt(path.raw())) {
                return null;
            }
            Entry entry = decoded();
            records.pass();
            return entry;
        }

        /** Takes out the next entry if it is at or below this path, and before the end. */
        public @Nullable Entry takeWithin(RelPath path, @Nullable RelPath end) throws IOException {
            if (!records.descend()) {
                return null;
            }
            Entry entry = decoded();
            RelPath next = entry.path();
            if (!next.isWithin(path) || (end != null && next.compareTo(end) >= 0)) {
                return null;
            }
            records.pass();
            return entry;
        }

        private Entry decoded() throws IOException {
            records.read(decoder.reader());
            return decoder.decode(records.path(), records.bytes());
        }

        /** The revision of the entry last taken. */
        public Revision revision() {
            Revision revision = decoder.lastRevision();
            if (revision == null) {
                throw new IllegalStateException("no revision");
            }
            return revision;
        }

        /** The next entry; it comes behind all that was kept. */
        public void add(Entry entry, Revision revision) throws IOException {
            encoder.encode(entry, revision);
            records.add(
                    entry.path().raw(),
                    entry.path().length(),
                    EntryEncoder.size(entry),
                    encoder.bytes(),
                    encoder.length());
        }

        /** Ends the listing. */
        public Listing finish() throws IOException {
            return new Listing(old.profile, records.finish(), old.store);
        }
    }
}
