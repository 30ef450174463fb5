package dev.dsync.core.tree;

/**
 * Which fields of entries count in a listing: what the target keeps here, as this user, and the run
 * asks for. Both sides list by the same profile, so that equal trees have equal pages.
 *
 * <p>Some fields are listed even where they do not count: modes of all but symbolic links, since
 * what is new here is made with the source's mode, and modification times of files and specials,
 * since by size and time it is decided whether content is sent. Kinds that do not take part are
 * listed too, so that what stands here under their names is left alone.
 *
 * @param permissions modes are made equal: the nine permission bits and, where {@code special bits}
 *     hold, setuid, setgid and sticky
 * @param executability whether files may be executed by anybody is made equal, where {@code
 *     permissions} is off
 * @param modified modification times of files and specials are made equal
 * @param directoryModified modification times of directories
 * @param linkModified modification times of symbolic links
 * @param owner owner ids
 * @param group group ids
 * @param links symbolic links take part
 * @param devices device nodes take part
 * @param specials FIFOs and sockets take part
 * @param hardLinks groups of hard links are kept
 * @param xattrs which extended attributes count
 * @param content the content digest of every file counts ({@code --checksum})
 * @param setId the setuid and setgid bits are part of modes; else they are listed and set as 0
 * @param versions entries are listed with their revisions; with {@code content} no file is without
 *     its content, which is then the root of its manifest
 * @param acls access control lists of all but symbolic links
 */
public record Profile(
        boolean permissions,
        boolean executability,
        boolean modified,
        boolean directoryModified,
        boolean linkModified,
        boolean owner,
        boolean group,
        boolean links,
        boolean devices,
        boolean specials,
        boolean hardLinks,
        Namespaces xattrs,
        boolean content,
        boolean setId,
        boolean versions,
        boolean acls) {
    private static final int SET_ID = 06000;

    /** Extended attributes by the beginning of their names. */
    public enum Namespaces {
        /** None. */
        NONE,
        /** Those whose names begin with {@code user.}, which whoever may write a file may set. */
        USER,
        /** All but those of the system, which are other attributes in disguise. */
        ALL;

        private static final String OF_RSYNC = "user.rsync.%";

        /** Whether an extended attribute of this name counts; rsync's notes to itself never do. */
        public boolean cover(String name) {
            return switch (this) {
                case NONE -> false;
                case USER -> name.startsWith("user.") && !name.startsWith(OF_RSYNC);
                case ALL -> !name.startsWith("system.") && !name.startsWith(OF_RSYNC);
            };
        }

        private Namespaces and(Namespaces other) {
            return compareTo(other) < 0 ? this : other;
        }
    }

    /** A profile in which the set-id bits are part of modes and nothing has a revision. */
    public Profile(
            boolean permissions,
            boolean executability,
            boolean modified,
            boolean directoryModified,
            boolean linkModified,
            boolean owner,
            boolean group,
            boolean links,
            boolean devices,
            boolean specials,
            boolean hardLinks,
            boolean xattrs,
            boolean content) {
        this(
                permissions,
                executability,
                modified,
                directoryModified,
                linkModified,
                owner,
                group,
                links,
                devices,
                specials,
                hardLinks,
                xattrs,
                content,
                true);
    }

    /** A profile in which nothing has a revision. */
    public Profile(
            boolean permissions,
            boolean executability,
            boolean modified,
            boolean directoryModified,
            boolean linkModified,
            boolean owner,
            boolean group,
            boolean links,
            boolean devices,
            boolean specials,
            boolean hardLinks,
            boolean xattrs,
            boolean content,
            boolean setId) {
        this(
                permissions,
                executability,
                modified,
                directoryModified,
                linkModified,
                owner,
                group,
                links,
                devices,
                specials,
                hardLinks,
                xattrs ? Namespaces.ALL : Namespaces.NONE,
                content,
                setId,
                false,
                false);
    }

    /** The same, with or without revisions. */
    public Profile withVersions(boolean listed) {
        return with(xattrs, listed, acls);
    }

    /** The same, with extended attributes of these namespaces. */
    public Profile withXattrs(Namespaces counted) {
        return with(counted, versions, acls);
    }

    /** The same, with or without access control lists. */
    public Profile withAcls(boolean counted) {
        return with(xattrs, versions, counted);
    }

    private Profile with(Namespaces counted, boolean listed, boolean lists) {
        return new Profile(
                permissions,
                executability,
                modified,
                directoryModified,
                linkModified,
                owner,
                group,
                links,
                devices,
                specials,
                hardLinks,
                counted,
                content,
                setId,
                listed,
                lists);
    }

    /** What of a mode counts. */
    public int mode(int mode) {
        return setId ? mode : mode & ~SET_ID;
    }

    /** What both this and {@code other} count. */
    public Profile and(Profile other) {
        return new Profile(
                permissions && other.permissions,
                executability && other.executability,
                modified && other.modified,
                directoryModified && other.directoryModified,
                linkModified && other.linkModified,
                owner && other.owner,
                group && other.group,
                links && other.links,
                devices && other.devices,
                specials && other.specials,
                hardLinks && other.hardLinks,
                xattrs.and(other.xattrs),
                content && other.content,
                setId && other.setId,
                versions && other.versions,
                acls && other.acls);
    }
}
