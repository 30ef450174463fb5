package dev.dsync.core.tree;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.Varint;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.version.Revision;
import org.jspecify.annotations.Nullable;

/** Entries as payloads of records, in the one form they have under a profile. */
final class EntryEncoder {
    /** Low bits of the first byte: the kind. */
    static final int KIND_MASK = 7;

    /** The digest of the extended attributes follows, which are too many to be told. */
    static final int XATTRS_NAMED = 1 << 3;

    /** The extended attributes follow. */
    static final int XATTRS_TOLD = 1 << 6;

    static final int ANY_XATTRS = XATTRS_NAMED | XATTRS_TOLD;

    /** Access control lists follow. */
    static final int ACLS = 1 << 7;

    /** A file whose hard-link leader follows. */
    static final int LEADER = 1 << 4;

    /** A file whose content digest follows. */
    static final int CONTENT = 1 << 5;

    /** Where a directory says whether it is listed. */
    static final int LISTED_SHIFT = 4;

    static final int LISTED_MASK = 3 << LISTED_SHIFT;

    private static final int BYTES_MAX =
            64 + LinkTarget.BYTES_MAX + RelPath.BYTES_MAX + 2 * Digest.BYTES;

    private final Profile profile;
    private final byte[] bytes;
    private int length;

    EntryEncoder(Profile profile) {
        this.profile = profile;
        boolean xattrs = profile.xattrs() != Profile.Namespaces.NONE;
        bytes =
                new byte
                        [BYTES_MAX
                                + (xattrs ? Xattrs.Told.BYTES_MAX : 0)
                                + (profile.acls() ? AclForm.BYTES_MAX : 0)
                                + (profile.versions() ? Revision.BYTES_MAX : 0)];
    }

    /** Encodes an entry with its revision; {@link #bytes} holds both until the next. */
    void encode(Entry entry, Revision revision) {
        if (!profile.versions() || revision.isDelete()) {
            throw new IllegalArgumentException("revision that is not listed: " + revision);
        }
        entry(entry);
        length = revision.write(bytes, length);
    }

    /** Encodes an entry; {@link #bytes} holds it until the next. */
    void encode(Entry entry) {
        if (profile.versions()) {
            throw new IllegalArgumentException("entry without a revision: " + entry.path());
        }
        entry(entry);
    }

    private void entry(Entry entry) {
        length = 0;
        Attributes attributes = entry.attributes();
        Xattrs xattrs = profile.xattrs() == Profile.Namespaces.NONE ? null : entry.xattrs();
        boolean acls = profile.acls() && !attributes.acls().equals(Acls.NONE);
        int tag = code(entry.kind()) | tag(xattrs) | (acls ? ACLS : 0);
        switch (entry) {
            case Entry.FileEntry file -> file(file, tag);
            case Entry.DirectoryEntry directory ->
                    start(
                            tag | code(directory.listed()) << LISTED_SHIFT,
                            attributes,
                            true,
                            profile.directoryModified());
            case Entry.SymlinkEntry link -> {
                start(tag, attributes, false, profile.linkModified());
                varint(link.target().length());
                put(link.target().raw());
            }
            case Entry.SpecialEntry special -> {
                start(tag, attributes, true, true);
                if (special.kind().isDevice()) {
                    varint(Integer.toUnsignedLong(special.deviceMajor()));
                    varint(Integer.toUnsignedLong(special.deviceMinor()));
                }
            }
        }
        switch (xattrs) {
            case null -> {}
            case Xattrs.Named named -> digest(named.digest());
            case Xattrs.Told told -> {
                varint(told.raw().length);
                put(told.raw());
            }
        }
    }

    private static int tag(@Nullable Xattrs xattrs) {
        return switch (xattrs) {
            case null -> 0;
            case Xattrs.Named _ -> XATTRS_NAMED;
            case Xattrs.Told _ -> XATTRS_TOLD;
        };
    }

    private void file(Entry.FileEntry file, int tag) {
        RelPath leader = profile.hardLinks() ? file.leader() : null;
        Digest content = profile.content() ? file.content() : null;
        if (content == null && profile.content() && profile.versions()) {
            throw new IllegalArgumentException("file without content: " + file.path());
        }
        int flags = (leader == null ? 0 : LEADER) | (content == null ? 0 : CONTENT);
        start(tag | flags, file.attributes(), true, true);
        if (leader != null) {
            varint(leader.length());
            put(leader.raw());
        }
        digest(content);
    }

    private void start(int tag, Attributes attributes, boolean mode, boolean modified) {
        bytes[length++] = (byte) tag;
        if (mode) {
            varint(attributes.mode());
        }
        if (modified) {
            varint(Varint.zigzag(attributes.modified().seconds()));
            varint(attributes.modified().nanos());
        }
        if (profile.owner()) {
            varint(Integer.toUnsignedLong(attributes.uid()));
        }
        if (profile.group()) {
            varint(Integer.toUnsignedLong(attributes.gid()));
        }
        if ((tag & ACLS) != 0) {
            length = AclForm.write(attributes.acls(), bytes, length);
        }
    }

    private void varint(long value) {
        length = Varint.write(bytes, length, value);
    }

    private void put(byte[] more) {
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void digest(@Nullable Digest digest) {
        if (digest != null) {
            digest.write(bytes, length);
            length += Digest.BYTES;
        }
    }

    /** The number of a kind; part of the format. */
    static int code(Kind kind) {
        return switch (kind) {
            case FILE -> 0;
            case DIRECTORY -> 1;
            case SYMLINK -> 2;
            case FIFO -> 3;
            case SOCKET -> 4;
            case CHARACTER_DEVICE -> 5;
            case BLOCK_DEVICE -> 6;
        };
    }

    /** The number of what a directory says about its contents; part of the format. */
    static int code(Entry.Listed listed) {
        return switch (listed) {
            case ALL -> 0;
            case NONE -> 1;
            case FAILED -> 2;
        };
    }

    /** What the record stands for: a file's size. */
    static long size(Entry entry) {
        return entry instanceof Entry.FileEntry file ? file.size() : 0;
    }

    /** The array it encodes into; the first {@link #length} bytes count. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
