package dev.dsync.core.tree;

import dev.dsync.core.hash.Digest;
import org.jspecify.annotations.Nullable;

/** One name in a listing, with what it means; the root is the entry with the empty path. */
public sealed interface Entry {
    /** Where it lies below the root. */
    RelPath path();

    Attributes attributes();

    Kind kind();

    /** The digest of its extended attributes where the profile counts them and it has any. */
    @Nullable Digest xattrs();

    /**
     * What every entry carries beside its kind. In a listing, the mode of a symbolic link and the
     * fields its {@link Profile} leaves out are zero.
     *
     * @param mode permission, setuid, setgid and sticky bits (07777)
     * @param modified last modification of the content
     * @param uid owner by number, as the source counts
     * @param gid group by number, as the source counts
     */
    record Attributes(int mode, Timestamp modified, int uid, int gid) {
        /** The bits a mode may have. */
        public static final int MODE_MASK = 07777;

        /** Those of a root that takes no part itself. */
        public static final Attributes UNKNOWN = new Attributes(0, new Timestamp(0, 0), 0, 0);

        public Attributes {
            if ((mode & ~MODE_MASK) != 0) {
                throw new IllegalArgumentException("mode 0" + Integer.toOctalString(mode));
            }
        }
    }

    /**
     * A regular file.
     *
     * @param size bytes of content
     * @param leader the first path of its hard-link group, where the profile counts groups and this
     *     is not the first
     * @param content SHA-256 of the content, where the profile counts it
     */
    record FileEntry(
            RelPath path,
            Attributes attributes,
            long size,
            @Nullable RelPath leader,
            @Nullable Digest content,
            @Nullable Digest xattrs)
            implements Entry {
        public FileEntry {
            if (size < 0) {
                throw new IllegalArgumentException("size " + size);
            }
        }

        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /**
     * A directory.
     *
     * @param listed whether the listing holds what is in it
     */
    record DirectoryEntry(
            RelPath path, Attributes attributes, Listed listed, @Nullable Digest xattrs)
            implements Entry {
        @Override
        public Kind kind() {
            return Kind.DIRECTORY;
        }
    }

    /** A symbolic link. */
    record SymlinkEntry(
            RelPath path, Attributes attributes, LinkTarget target, @Nullable Digest xattrs)
            implements Entry {
        @Override
        public Kind kind() {
            return Kind.SYMLINK;
        }
    }

    /**
     * A FIFO, socket or device node.
     *
     * @param kind none of file, directory and symbolic link
     * @param deviceMajor 0 but for devices
     * @param deviceMinor 0 but for devices
     */
    record SpecialEntry(
            RelPath path,
            Attributes attributes,
            Kind kind,
            int deviceMajor,
            int deviceMinor,
            @Nullable Digest xattrs)
            implements Entry {
        public SpecialEntry {
            if (kind == Kind.FILE || kind == Kind.DIRECTORY || kind == Kind.SYMLINK) {
                throw new IllegalArgumentException("special entry of kind " + kind);
            }
        }
    }

    /**
     * Whether a listing holds the contents of a directory; deletes happen only where it holds all.
     */
    enum Listed {
        /** Everything that takes part is in the listing. */
        ALL,
        /** Its contents were not asked for. */
        NONE,
        /** Reading it failed; what is in the listing may not be all. */
        FAILED
    }
}
