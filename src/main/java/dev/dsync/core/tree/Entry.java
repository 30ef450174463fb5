package dev.dsync.core.tree;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.merkle.Varint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One name in a listing, with what it means; the root is the entry with the empty path. */
public sealed interface Entry {
    /** Where it lies below the root. */
    RelPath path();

    Attributes attributes();

    Kind kind();

    /** Its extended attributes where the profile counts them and it has any. */
    @Nullable Xattrs xattrs();

    /**
     * What every entry carries beside its kind. In a listing, the mode of a symbolic link and the
     * fields its {@link Profile} leaves out are zero.
     *
     * @param mode permission, setuid, setgid and sticky bits (07777)
     * @param modified last modification of the content
     * @param uid owner by number, as the source counts
     * @param gid group by number, as the source counts
     * @param acls who else may do what, where the profile counts that
     */
    record Attributes(int mode, Timestamp modified, int uid, int gid, Acls acls) {
        /** The bits a mode may have. */
        public static final int MODE_MASK = 07777;

        /** Attributes of what has no access control lists, or where they do not count. */
        public Attributes(int mode, Timestamp modified, int uid, int gid) {
            this(mode, modified, uid, gid, Acls.NONE);
        }

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
            @Nullable Xattrs xattrs)
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

        /** The same file, of which no other name is told. */
        public FileEntry alone() {
            return ledBy(null);
        }

        /** The same file as a name of another group, or of none. */
        public FileEntry ledBy(@Nullable RelPath other) {
            return new FileEntry(path, attributes, size, other, content, xattrs);
        }
    }

    /**
     * A directory.
     *
     * @param listed whether the listing holds what is in it
     */
    record DirectoryEntry(
            RelPath path, Attributes attributes, Listed listed, @Nullable Xattrs xattrs)
            implements Entry {
        @Override
        public Kind kind() {
            return Kind.DIRECTORY;
        }
    }

    /** A symbolic link. */
    record SymlinkEntry(
            RelPath path, Attributes attributes, LinkTarget target, @Nullable Xattrs xattrs)
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
            @Nullable Xattrs xattrs)
            implements Entry {
        public SpecialEntry {
            if (kind == Kind.FILE || kind == Kind.DIRECTORY || kind == Kind.SYMLINK) {
                throw new IllegalArgumentException("special entry of kind " + kind);
            }
        }
    }

    /**
     * Access control lists, as far as they say more than the mode: of an entry with an access list
     * the mode's bits of the group are the list's mask, and those of owner and others the list's.
     *
     * @param access whom the list names; null if there is no more than the mode
     * @param inherited of a directory: what is made in it gets; null if that is as always
     */
    record Acls(@Nullable Access access, @Nullable Inherited inherited) {
        /** What has none. */
        public static final Acls NONE = new Acls(null, null);

        /** The most users and groups a list may name. */
        public static final int NAMED_MAX = 500;

        /** Bits of one who may do all. */
        public static final int BITS = 7;

        /**
         * A list of what may be done with an entry.
         *
         * @param group bits of its group, 0 to 7, of which the mask is still to be taken
         */
        public record Access(int group, Members named) {
            public Access {
                require(group);
            }
        }

        /**
         * A list that what is made in a directory gets.
         *
         * @param owner bits of the owner, 0 to 7
         * @param group bits of the group
         * @param others bits of the others
         * @param mask what the group and those named may do at most; there is one where any is
         *     named
         */
        public record Inherited(int owner, int group, int others, OptionalInt mask, Members named) {
            public Inherited {
                require(owner);
                require(group);
                require(others);
                mask.ifPresent(Acls::require);
                if (mask.isEmpty() && named.count() > 0) {
                    throw new IllegalArgumentException("names without a mask");
                }
            }
        }

        /**
         * Who is named, at most {@link #NAMED_MAX}.
         *
         * @param users bits by user number, which is unsigned
         * @param groups bits by group number
         */
        public record Members(SortedMap<Long, Integer> users, SortedMap<Long, Integer> groups) {
            /** Nobody. */
            public static final Members NOBODY = new Members(new TreeMap<>(), new TreeMap<>());

            public Members {
                users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
                groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
                if (users.size() + groups.size() > NAMED_MAX) {
                    throw new IllegalArgumentException("over " + NAMED_MAX + " names");
                }
                users.values().forEach(Acls::require);
                groups.values().forEach(Acls::require);
            }

            /** How many are named. */
            public int count() {
                return users.size() + groups.size();
            }
        }

        private static void require(int bits) {
            if ((bits & ~BITS) != 0) {
                throw new IllegalArgumentException("bits " + bits);
            }
        }

        /** Everybody that is named in either list. */
        public List<Members> named() {
            List<Members> all = new ArrayList<>();
            if (access != null) {
                all.add(access.named);
            }
            if (inherited != null) {
                all.add(inherited.named);
            }
            return all;
        }
    }

    /**
     * The extended attributes an entry has. They are one form, so that equal ones are equal: by
     * name in ascending order, each the length of its name as a number, the name, the length of its
     * value as a number, the value.
     */
    sealed interface Xattrs {
        /** SHA-256 of their form. */
        Digest digest();

        /** More than a listing carries: only their digest is known. */
        record Named(Digest digest) implements Xattrs {}

        /** All of them. */
        final class Told implements Xattrs {
            /** The most bytes their form may have. */
            public static final int BYTES_MAX = 24 << 10;

            /** What has no extended attributes. */
            public static final Told NONE = new Told(new byte[0]);

            private static final int NAME_MAX = 255;
            private final byte[] form;

            private Told(byte[] form) {
                this.form = form;
            }

            /** The next ones, behind the length of their form. */
            static Told read(RecordReader in, Profile.Namespaces counted)
                    throws MalformedPageException {
                byte[] form = in.take(in.length(BYTES_MAX, "xattrs"));
                if (form.length == 0) {
                    throw in.malformed("xattrs, of which there are none,");
                }
                RecordReader pairs = new RecordReader(form, 0, form.length);
                String before = "";
                while (!pairs.atEnd()) {
                    String name = text(pairs.take(pairs.length(NAME_MAX, "xattr name")));
                    pairs.skip(pairs.length(BYTES_MAX, "xattr value"));
                    if (name.compareTo(before) <= 0
                            || name.indexOf(0) >= 0
                            || !counted.cover(name)) {
                        throw in.malformed("xattr that does not count, or out of order,");
                    }
                    before = name;
                }
                return new Told(form);
            }

            private static String text(byte[] name) {
                return new String(name, StandardCharsets.ISO_8859_1);
            }

            /** The values by name, which is a character for each byte. */
            public SortedMap<String, byte[]> values() {
                SortedMap<String, byte[]> values = new TreeMap<>();
                RecordReader in = new RecordReader(form, 0, form.length);
                try {
                    while (!in.atEnd()) {
                        String name = text(in.take(in.length(NAME_MAX, "xattr name")));
                        values.put(name, in.take(in.length(BYTES_MAX, "xattr value")));
                    }
                } catch (MalformedPageException e) {
                    throw new IllegalStateException("was checked", e);
                }
                return values;
            }

            /** The form itself, which nobody may change. */
            byte[] raw() {
                return form;
            }

            @Override
            public Digest digest() {
                return Sha256.of(form);
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Told that && Arrays.equals(form, that.form);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(form);
            }

            @Override
            public String toString() {
                return values().keySet().toString();
            }
        }

        /** Takes extended attributes down, in ascending order of their names. */
        final class Taking {
            private byte[] form = {};
            private int formed;
            private final Sha256 digest = new Sha256();
            private boolean tooMany;

            /** The next one; of its name each character is a byte. */
            public void add(String name, byte[] value) {
                put(name.getBytes(StandardCharsets.ISO_8859_1));
                put(value);
            }

            private void put(byte[] bytes) {
                byte[] length = new byte[Varint.BYTES_MAX];
                put(length, Varint.write(length, 0, bytes.length));
                put(bytes, bytes.length);
            }

            private void put(byte[] bytes, int length) {
                digest.update(bytes, 0, length);
                tooMany |= formed + length > Told.BYTES_MAX;
                if (!tooMany) {
                    if (form.length - formed < length) {
                        form = Arrays.copyOf(form, Math.max(formed + length, 2 * form.length));
                    }
                    System.arraycopy(bytes, 0, form, formed, length);
                    formed += length;
                }
            }

            /** All that were taken down, once; null if there are none. */
            public @Nullable Xattrs finish() {
                Digest named = digest.finish();
                if (tooMany) {
                    return new Named(named);
                }
                return formed == 0 ? null : new Told(Arrays.copyOf(form, formed));
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
