package dev.dsync.io.fs;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Profile.Namespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of one thing, of a link itself; good as long as what they were asked of
 * is open.
 */
public interface Xattrs {
    /** The keys of those this user may see, sorted; UNSUPPORTED where the file system has none. */
    List<Key> keys() throws IOException;

    /** The value under a key, or nothing if there is none. */
    Optional<byte[]> get(Key key) throws IOException;

    /** Puts a value, of at most 64 KiB, under a key, in place of an old one. */
    void set(Key key, byte[] value) throws IOException;

    /** Removes a key and its value; NOT_FOUND if it is not there. */
    void remove(Key key) throws IOException;

    /**
     * Those that count, as they are listed; null if there are none, or the file system knows none.
     * One this user may not read is passed over, as is one that goes away meanwhile.
     */
    default Entry.@Nullable Xattrs listed(Namespaces counted) throws IOException {
        if (counted == Namespaces.NONE) {
            return null;
        }
        Entry.Xattrs.Taking taking = new Entry.Xattrs.Taking();
        try {
            for (Key key : keys()) {
                byte[] value = counted.cover(key.text()) ? readable(key) : null;
                if (value != null) {
                    taking.add(key.text(), value);
                }
            }
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.UNSUPPORTED) {
                throw e;
            }
        }
        return taking.finish();
    }

    /**
     * The access control lists of what is no symbolic link; none where the file system knows none.
     */
    default Acls acls(Kind kind) throws IOException {
        Optional<byte[]> access = list(PosixAcl.ACCESS);
        Optional<byte[]> inherited =
                kind == Kind.DIRECTORY ? list(PosixAcl.DEFAULT) : Optional.empty();
        return access.isEmpty() && inherited.isEmpty()
                ? Acls.NONE
                : new Acls(
                        access.isPresent() ? PosixAcl.access(access.get()) : null,
                        inherited.isPresent() ? PosixAcl.inherited(inherited.get()) : null);
    }

    private Optional<byte[]> list(Key key) throws IOException {
        try {
            return get(key);
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.UNSUPPORTED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Sets an access control list, and with it the permission bits of the mode, at once: at no time
     * anybody may do more than both the old ones or both the new ones let him.
     *
     * @param access null for what the mode says alone
     */
    default void setAccess(Acls.@Nullable Access access, int mode) throws IOException {
        set(PosixAcl.ACCESS, PosixAcl.value(access, mode));
    }

    /** Sets, or removes, the access control list of what is made in a directory from now on. */
    default void setInherited(Acls.@Nullable Inherited inherited) throws IOException {
        if (inherited == null) {
            remove(PosixAcl.DEFAULT);
        } else {
            set(PosixAcl.DEFAULT, PosixAcl.value(inherited));
        }
    }

    /**
     * Whether there are others than those that count, as far as this user may see them; a label of
     * SELinux, which its policy gives, is none.
     */
    default boolean hasMoreThan(Namespaces counted) throws IOException {
        try {
            return keys().stream()
                    .map(Key::text)
                    .anyMatch(
                            name ->
                                    Namespaces.ALL.cover(name)
                                            && !counted.cover(name)
                                            && !name.equals("security.selinux"));
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.UNSUPPORTED) {
                throw e;
            }
            return false;
        }
    }

    private byte @Nullable [] readable(Key key) throws IOException {
        try {
            return get(key).orElse(null);
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.ACCESS_DENIED) {
                throw e;
            }
            return null;
        }
    }

    /** The name of an extended attribute, its namespace included: 1 to 255 bytes without NUL. */
    final class Key implements Comparable<Key> {
        /** The most bytes a key may have. */
        public static final int BYTES_MAX = 255;

        private final byte[] bytes;

        private Key(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The key of these bytes, which are copied; nothing if they are no key. */
        public static Optional<Key> of(byte[] bytes) {
            for (byte b : bytes) {
                if (b == 0) {
                    return Optional.empty();
                }
            }
            return bytes.length == 0 || bytes.length > BYTES_MAX
                    ? Optional.empty()
                    : Optional.of(new Key(bytes.clone()));
        }

        /** The key of which each character is a byte; asking with what is no key is a bug. */
        public static Key of(String text) {
            return of(text.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();
        }

        /** The key, of which each character is a byte. */
        public String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        /** A copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** Whether the key is of this namespace, such as {@code user}. */
        public boolean isIn(String namespace) {
            int n = namespace.length();
            if (bytes.length <= n || bytes[n] != '.') {
                return false;
            }
            for (int i = 0; i < n; i++) {
                if (bytes[i] != namespace.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int compareTo(Key other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /** The key as it is printed: see {@link Escape}. */
        @Override
        public String toString() {
            return Escape.path(bytes);
        }
    }
}
