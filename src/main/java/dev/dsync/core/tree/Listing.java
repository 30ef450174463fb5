package dev.dsync.core.tree;

import dev.dsync.core.merkle.PageCursor;
import dev.dsync.core.merkle.PageDifference;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.merkle.PageWriter;
import java.io.IOException;
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

    /** An entry as bytes, without its path and, for a file, without its size: what a record of a listing carries. */
    public static byte[] encode(Profile profile, Entry entry) {
        throw new UnsupportedOperationException();
    }

    /**
     * The entry these bytes spell.
     *
     * @param size the record's bytes: a file's size, 0 for all else
     * @throws dev.dsync.core.merkle.MalformedPageException if they spell none
     */
    public static Entry decode(Profile profile, RelPath path, long size, byte[] payload) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A walk over all entries. */
    public Cursor cursor() {
        return new Cursor(profile, new PageCursor(PageKind.LISTING, store, root));
    }

    /** A walk over the entries from {@code start} on, or from the first behind it. */
    public Cursor cursor(RelPath start) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The entry with this path. */
    public Optional<Entry> find(RelPath path) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A walk over what this listing and another of the same profile do not share. */
    public Difference difference(Listing other) {
        return new Difference(
                profile, new PageDifference(store, root, other.store, other.root));
    }

    /** Entries in order, one at a time. */
    public static final class Cursor {
        Cursor(Profile profile, PageCursor records) {}

        /** The next entry, or null at the end. */
        public @Nullable Entry next() throws IOException {
            throw new UnsupportedOperationException();
        }

        /** Makes the first entry at or behind this path the next one; only forward. */
        public void seek(RelPath path) throws IOException {
            throw new UnsupportedOperationException();
        }
    }

    /** The differing entries of two listings in order, one path at a time. */
    public static final class Difference {
        Difference(Profile profile, PageDifference records) {}

        /** Steps to the next path whose entries differ; false at the end. */
        public boolean next() throws IOException {
            throw new UnsupportedOperationException();
        }

        public RelPath path() {
            throw new UnsupportedOperationException();
        }

        /** The entry of the listing that was asked, if it has one. */
        public @Nullable Entry left() {
            throw new UnsupportedOperationException();
        }

        /** The entry of the other listing, if it has one. */
        public @Nullable Entry right() {
            throw new UnsupportedOperationException();
        }
    }

    /** Makes a listing of entries that come in order. */
    public static final class Writer {
        public Writer(Profile profile, PageStore store) {
            throw new UnsupportedOperationException();
        }

        /**
         * The next entry, the root first. Fields the profile does not count are taken as zero.
         *
         * @throws IllegalArgumentException if it does not come after the one before
         */
        public void add(Entry entry) throws IOException {
            throw new UnsupportedOperationException();
        }

        /** Entries of a kind so far. */
        public long count(Kind kind) {
            throw new UnsupportedOperationException();
        }

        /** Ends the listing. */
        public Listing finish() throws IOException {
            throw new UnsupportedOperationException();
        }
    }
}
