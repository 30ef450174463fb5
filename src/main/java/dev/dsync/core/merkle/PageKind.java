package dev.dsync.core.merkle;

/** What the records of a sequence are; pages of different kinds never share a name. */
public enum PageKind {
    /**
     * Entries of a tree: each has a path, in strictly ascending order, the first of which is empty.
     */
    LISTING(1, true),
    /**
     * Chunks of a file in order: a payload begins with the chunk's name, and there are no paths.
     */
    MANIFEST(2, false),
    /** Deletes in a tree: paths as in a listing; the root, which nobody deletes, comes first. */
    TOMBSTONES(3, true);

    private final int id;
    private final boolean paths;

    PageKind(int id, boolean paths) {
        this.id = id;
        this.paths = paths;
    }

    /** The number that stands in page names. */
    public int id() {
        return id;
    }

    /** Whether records have paths and are ordered by them. */
    public boolean hasPaths() {
        return paths;
    }
}
