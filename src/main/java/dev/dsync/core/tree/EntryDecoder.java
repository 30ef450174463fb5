package dev.dsync.core.tree;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.merkle.Varint;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.version.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Payloads nobody vouches for as entries; what is not in the one form an entry has under the
 * profile is refused.
 */
final class EntryDecoder {
    private static final Timestamp NO_TIME = new Timestamp(0, 0);
    private static final long UNSIGNED_MAX = 0xffff_ffffL;

    private final Profile profile;
    private final RecordReader in = new RecordReader(new byte[0], 0, 0);
    private @Nullable Revision revision;

    EntryDecoder(Profile profile) {
        this.profile = profile;
    }

    /** What reads the payload; whoever decodes sets it on one first. */
    RecordReader reader() {
        return in;
    }

    /** The entry whose payload the reader stands on. */
    Entry decode(byte[] pathBytes, long size) throws MalformedPageException {
        RelPath path = path(pathBytes, "path");
        int tag = in.octet();
        Kind kind = kind(tag & EntryEncoder.KIND_MASK);
        int flags = tag & ~EntryEncoder.KIND_MASK;
        if ((flags & EntryEncoder.ANY_XATTRS) != 0 && profile.xattrs() == Profile.Namespaces.NONE) {
            throw in.malformed("xattrs, which do not count,");
        }
        if ((flags & EntryEncoder.ACLS) != 0 && (!profile.acls() || kind == Kind.SYMLINK)) {
            throw in.malformed("access control lists, which do not count,");
        }
        if (size != 0 && kind != Kind.FILE) {
            throw in.malformed("size of what is no file");
        }
        Entry entry =
                switch (kind) {
                    case FILE -> file(path, flags, size);
                    case DIRECTORY -> directory(path, flags);
                    case SYMLINK -> symlink(path, flags);
                    case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> special(path, flags, kind);
                };
        if (entry.attributes().acls().inherited() != null && kind != Kind.DIRECTORY) {
            throw in.malformed("inherited access control list of what is no directory");
        }
        revision = profile.versions() ? revision() : null;
        in.finish();
        return entry;
    }

    private Revision revision() throws MalformedPageException {
        Revision read = Revision.read(in);
        if (read.isDelete()) {
            throw in.malformed("delete of what is there");
        }
        return read;
    }

    /** The revision of the entry last decoded; null where the profile has none. */
    @Nullable Revision lastRevision() {
        return revision;
    }

    private Entry file(RelPath path, int flags, long size) throws MalformedPageException {
        boolean hasLeader = (flags & EntryEncoder.LEADER) != 0;
        boolean hasContent = (flags & EntryEncoder.CONTENT) != 0;
        allow(flags, EntryEncoder.LEADER | EntryEncoder.CONTENT);
        if ((hasLeader && !profile.hardLinks()) || (hasContent && !profile.content())) {
            throw in.malformed("field that does not count");
        }
        if (!hasContent && profile.content() && profile.versions()) {
            throw in.malformed("file without content");
        }
        Attributes attributes = attributes(flags, true, true);
        RelPath leader =
                hasLeader ? path(in.take(in.length(RelPath.BYTES_MAX, "leader")), "leader") : null;
        if (leader != null && (leader.isRoot() || leader.compareTo(path) >= 0)) {
            throw in.malformed("leader that is not before its follower");
        }
        Digest content = hasContent ? in.digest() : null;
        return new Entry.FileEntry(path, attributes, size, leader, content, xattrs(flags));
    }

    private Entry directory(RelPath path, int flags) throws MalformedPageException {
        allow(flags, EntryEncoder.LISTED_MASK);
        Entry.Listed listed =
                switch ((flags & EntryEncoder.LISTED_MASK) >> EntryEncoder.LISTED_SHIFT) {
                    case 0 -> Entry.Listed.ALL;
                    case 1 -> Entry.Listed.NONE;
                    case 2 -> Entry.Listed.FAILED;
                    default -> throw in.malformed("unknown state of a directory");
                };
        Attributes attributes = attributes(flags, true, profile.directoryModified());
        return new Entry.DirectoryEntry(path, attributes, listed, xattrs(flags));
    }

    private Entry symlink(RelPath path, int flags) throws MalformedPageException {
        allow(flags, 0);
        Attributes attributes = attributes(flags, false, profile.linkModified());
        byte[] target = in.take(in.length(LinkTarget.BYTES_MAX, "link target"));
        try {
            return new Entry.SymlinkEntry(path, attributes, LinkTarget.of(target), xattrs(flags));
        } catch (IllegalNameException e) {
            throw refused(e);
        }
    }

    private Entry special(RelPath path, int flags, Kind kind) throws MalformedPageException {
        allow(flags, 0);
        Attributes attributes = attributes(flags, true, true);
        int major = kind.isDevice() ? unsigned("device number") : 0;
        int minor = kind.isDevice() ? unsigned("device number") : 0;
        return new Entry.SpecialEntry(path, attributes, kind, major, minor, xattrs(flags));
    }

    private void allow(int flags, int allowed) throws MalformedPageException {
        if ((flags & ~(allowed | EntryEncoder.ANY_XATTRS | EntryEncoder.ACLS)) != 0) {
            throw in.malformed("unknown flag");
        }
    }

    private Attributes attributes(int flags, boolean hasMode, boolean hasTime)
            throws MalformedPageException {
        int mode = hasMode ? (int) in.varint(Attributes.MODE_MASK, "mode") : 0;
        Timestamp modified =
                hasTime
                        ? new Timestamp(
                                Varint.unzigzag(in.varint()),
                                (int) in.varint(999_999_999, "nanoseconds"))
                        : NO_TIME;
        int uid = profile.owner() ? unsigned("owner") : 0;
        int gid = profile.group() ? unsigned("group") : 0;
        Acls acls = (flags & EntryEncoder.ACLS) != 0 ? AclForm.read(in) : Acls.NONE;
        return new Attributes(mode, modified, uid, gid, acls);
    }

    private int unsigned(String what) throws MalformedPageException {
        return (int) in.varint(UNSIGNED_MAX, what);
    }

    private @Nullable Xattrs xattrs(int flags) throws MalformedPageException {
        return switch (flags & EntryEncoder.ANY_XATTRS) {
            case 0 -> null;
            case EntryEncoder.XATTRS_NAMED -> new Xattrs.Named(in.digest());
            case EntryEncoder.XATTRS_TOLD -> Xattrs.Told.read(in, profile.xattrs());
            default -> throw in.malformed("xattrs in two forms");
        };
    }

    private Kind kind(int code) throws MalformedPageException {
        return switch (code) {
            case 0 -> Kind.FILE;
            case 1 -> Kind.DIRECTORY;
            case 2 -> Kind.SYMLINK;
            case 3 -> Kind.FIFO;
            case 4 -> Kind.SOCKET;
            case 5 -> Kind.CHARACTER_DEVICE;
            case 6 -> Kind.BLOCK_DEVICE;
            default -> throw in.malformed("unknown kind");
        };
    }

    private RelPath path(byte[] bytes, String what) throws MalformedPageException {
        try {
            return RelPath.of(bytes);
        } catch (IllegalNameException e) {
            throw in.malformed(what + " with " + e.getMessage());
        }
    }

    private MalformedPageException refused(IllegalNameException e) {
        return in.malformed(String.valueOf(e.getMessage()));
    }
}
