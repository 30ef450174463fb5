package dev.dsync.core.plan;

import dev.dsync.core.plan.Change.Time;
import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How two entries of one path differ under a profile, and which attributes the target's shall have.
 */
final class Differences {
    private static final int PERMISSIONS = 0777;
    private static final int EXECUTE = 0111;
    private static final int READ = 0444;

    private final Policy.Comparison comparison;
    private final Profile profile;
    private final int umask;

    Differences(Policy.Comparison comparison, Profile profile, int umask) {
        if ((umask & ~PERMISSIONS) != 0) {
            throw new IllegalArgumentException("umask 0" + Integer.toOctalString(umask));
        }
        this.comparison = comparison;
        this.profile = Objects.requireNonNull(profile);
        this.umask = umask;
    }

    /** Whether the profile lets entries of this kind be made or changed. */
    boolean takesPart(Kind kind) {
        return switch (kind) {
            case FILE, DIRECTORY -> true;
            case SYMLINK -> profile.links();
            case FIFO, SOCKET -> profile.specials();
            case CHARACTER_DEVICE, BLOCK_DEVICE -> profile.devices();
        };
    }

    /** Whether groups of hard links are kept. */
    boolean keepsHardLinks() {
        return profile.hardLinks();
    }

    /** The path an entry is a hard link to, where groups are kept. */
    @Nullable RelPath leaderOf(FileEntry file) {
        return profile.hardLinks() ? file.leader() : null;
    }

    /** Whether a file's content need not be sent. */
    boolean sameContent(FileEntry local, FileEntry remote) {
        if (local.size() != remote.size()) {
            return false;
        }
        if (comparison.checksum()) {
            return local.content() != null && local.content().equals(remote.content());
        }
        return comparison.sizeOnly()
                || (!comparison.ignoreTimes()
                        && sameTime(local.attributes().modified(), remote.attributes().modified()));
    }

    /** Whether two entries that are no files are the same thing but for attributes. */
    static boolean sameThing(Entry local, Entry remote) {
        return switch (remote) {
            case FileEntry _ -> throw new IllegalArgumentException("file " + remote.path());
            case DirectoryEntry _ -> local instanceof DirectoryEntry;
            case SymlinkEntry link ->
                    local instanceof SymlinkEntry that && that.target().equals(link.target());
            case SpecialEntry special ->
                    local instanceof SpecialEntry that
                            && that.kind() == special.kind()
                            && that.deviceMajor() == special.deviceMajor()
                            && that.deviceMinor() == special.deviceMinor();
        };
    }

    /** Whether rsync shows them as the same kind of thing. */
    static boolean isAlike(Kind a, Kind b) {
        return a == b || (a.isDevice() && b.isDevice()) || (isSpecial(a) && isSpecial(b));
    }

    private static boolean isSpecial(Kind kind) {
        return kind == Kind.FIFO || kind == Kind.SOCKET;
    }

    /** Whether times are equal as far as both can tell. */
    boolean sameTime(Timestamp a, Timestamp b) {
        if (comparison.modifyWindow() > 0) {
            long apart = Math.max(a.seconds(), b.seconds()) - Math.min(a.seconds(), b.seconds());
            return apart >= 0 && apart <= comparison.modifyWindow(); // negative: beyond all longs
        }
        return a.seconds() == b.seconds()
                && (comparison.modifyWindow() == 0
                        || a.nanos() == 0
                        || b.nanos() == 0
                        || a.nanos() == b.nanos());
    }

    /** Whether the local entry is the newer one. */
    boolean isNewer(Entry local, Entry remote) {
        Timestamp ours = local.attributes().modified();
        Timestamp theirs = remote.attributes().modified();
        return ours.compareTo(theirs) > 0 && !sameTime(ours, theirs);
    }

    /** What differs between two entries of one kind that are settled this way. */
    Change between(Entry local, Entry remote, Update update) {
        return between(local, remote, update, update == Update.TRANSFER || update == Update.LOCAL);
    }

    /** The same where {@code touches} says whether the run gives the entry a time of its own. */
    Change between(Entry local, Entry remote, Update update, boolean touches) {
        boolean content =
                remote instanceof FileEntry
                        ? update == Update.TRANSFER && comparison.checksum()
                        : !sameThing(local, remote);
        Attributes ours = local.attributes();
        Attributes theirs = remote.attributes();
        boolean acls = keepsAcls(remote.kind()) && !ours.acls().equals(theirs.acls());
        return new Change(
                update,
                false,
                content,
                local instanceof FileEntry a
                        && remote instanceof FileEntry b
                        && a.size() != b.size(),
                time(ours, theirs, remote.kind(), touches),
                isShown(ours, theirs, acls && update == Update.ATTRIBUTES, remote.kind()),
                profile.owner() && ours.uid() != theirs.uid(),
                profile.group() && ours.gid() != theirs.gid(),
                acls,
                keepsXattrs() && !Objects.equals(local.xattrs(), remote.xattrs()));
    }

    private Time time(Attributes ours, Attributes theirs, Kind kind, boolean touches) {
        if (keepsTime(kind)) {
            return sameTime(ours.modified(), theirs.modified()) ? Time.SAME : Time.SET;
        }
        if (!touches) {
            return Time.SAME;
        }
        // rsync's letter: small where times are kept at all, though --omit-link-times lets this one
        // change
        return profile.modified() ? Time.SET : Time.TRANSFER;
    }

    private boolean keepsTime(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> profile.directoryModified();
            case SYMLINK -> profile.linkModified();
            case FILE, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> profile.modified();
        };
    }

    private boolean modeDiffers(Attributes ours, Attributes theirs, Kind kind) {
        if (kind == Kind.SYMLINK) {
            return false;
        }
        if (profile.permissions()) {
            return ours.mode() != theirs.mode();
        }
        return kind == Kind.FILE
                && profile.executability()
                && ((ours.mode() & EXECUTE) == 0) != ((theirs.mode() & EXECUTE) == 0)
                && executability(ours.mode(), (theirs.mode() & EXECUTE) != 0) != ours.mode();
    }

    /**
     * Whether a difference in modes is to be told: as rsync has it, an access list that is set
     * brings permission bits along, and what is left to differ after that is told.
     */
    private boolean isShown(Attributes ours, Attributes theirs, boolean listSet, Kind kind) {
        if (listSet && kind != Kind.DIRECTORY) {
            return (ours.mode() & ~PERMISSIONS) != (theirs.mode() & ~PERMISSIONS);
        }
        return modeDiffers(ours, theirs, kind);
    }

    private boolean keepsAcls(Kind kind) {
        return profile.acls() && kind != Kind.SYMLINK;
    }

    /** What a new entry shall have. */
    Wanted ofNew(Entry remote) {
        int mode = profile.mode(remote.attributes().mode());
        if (remote.kind() == Kind.SYMLINK) {
            return wanted(remote, 0, 0);
        }
        return profile.permissions()
                ? wanted(remote, mode, Attributes.MODE_MASK)
                : wanted(remote, mode & PERMISSIONS & ~umask, PERMISSIONS);
    }

    /** The mode of a new directory of which nothing else is known. */
    int modeOfDirectory() {
        return PERMISSIONS & ~umask;
    }

    /** What an entry shall have that takes the place of another one. */
    Wanted ofInstead(Entry local, Entry remote) {
        boolean keepsMode =
                !profile.permissions()
                        && remote instanceof SpecialEntry
                        // everybody may do everything with a symbolic link
                        && (local instanceof FileEntry || local instanceof SpecialEntry);
        return keepsMode
                ? wanted(remote, local.attributes().mode(), Attributes.MODE_MASK)
                : ofNew(remote);
    }

    /** What an entry that is here already shall have. */
    Wanted ofExisting(Entry local, Entry remote) {
        int ours = local.attributes().mode();
        int theirs = profile.mode(remote.attributes().mode());
        if (remote.kind() == Kind.SYMLINK) {
            return wanted(remote, 0, 0);
        }
        if (profile.permissions()) {
            return wanted(remote, theirs, Attributes.MODE_MASK);
        }
        return modeDiffers(local.attributes(), remote.attributes(), remote.kind())
                ? wanted(
                        remote,
                        executability(ours, (theirs & EXECUTE) != 0) & PERMISSIONS,
                        PERMISSIONS)
                : wanted(remote, 0, 0);
    }

    /** A mode made executable for those who may read, or for nobody. */
    private static int executability(int mode, boolean executable) {
        return executable ? mode | (mode & READ) >> 2 : mode & ~EXECUTE;
    }

    private boolean keepsXattrs() {
        return profile.xattrs() != Profile.Namespaces.NONE;
    }

    private static Xattrs xattrs(Entry remote) {
        return remote.xattrs() == null ? Xattrs.Told.NONE : remote.xattrs();
    }

    private Wanted wanted(Entry remote, int mode, int mask) {
        Attributes theirs = remote.attributes();
        return new Wanted(
                mode,
                mask,
                keepsTime(remote.kind()) ? theirs.modified() : null,
                profile.owner() ? OptionalInt.of(theirs.uid()) : OptionalInt.empty(),
                profile.group() ? OptionalInt.of(theirs.gid()) : OptionalInt.empty(),
                keepsXattrs() ? xattrs(remote) : null,
                profile.xattrs(),
                keepsAcls(remote.kind()) ? theirs.acls() : null);
    }
}
