package dev.dsync.io.fs;

import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Acls.Access;
import dev.dsync.core.tree.Entry.Acls.Inherited;
import dev.dsync.core.tree.Entry.Acls.Members;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Access control lists as the kernel has them in extended attributes: little-endian, a version, and
 * for each that a list is about a tag, bits, and an id where the tag means somebody named.
 */
final class PosixAcl {
    /** The list of what it is an attribute of. */
    static final Xattrs.Key ACCESS = Xattrs.Key.of("system.posix_acl_access");

    /** The list that what is made in a directory gets. */
    static final Xattrs.Key DEFAULT = Xattrs.Key.of("system.posix_acl_default");

    private static final int VERSION = 2;
    private static final int HEAD_BYTES = 4;
    private static final int BYTES_EACH = 8;
    private static final int NOBODY = -1;
    private static final int OWNER = 1;
    private static final int USER = 2;
    private static final int OWN_GROUP = 4;
    private static final int GROUP = 8;
    private static final int MASK = 16;
    private static final int OTHERS = 32;
    private static final int GROUP_SHIFT = 3;
    private static final int OWNER_SHIFT = 6;

    private int owner;
    private int group;
    private int others;
    private OptionalInt mask = OptionalInt.empty();
    private final SortedMap<Long, Integer> users = new TreeMap<>();
    private final SortedMap<Long, Integer> groups = new TreeMap<>();

    private PosixAcl() {}

    private static PosixAcl read(byte[] value) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        if (value.length % BYTES_EACH != HEAD_BYTES || in.getInt() != VERSION) {
            throw new IOException("access control list of an unknown form");
        }
        PosixAcl acl = new PosixAcl();
        while (in.hasRemaining()) {
            int tag = in.getShort();
            int bits = in.getShort() & Acls.BITS;
            long id = Integer.toUnsignedLong(in.getInt());
            switch (tag) {
                case OWNER -> acl.owner = bits;
                case USER -> acl.users.putIfAbsent(id, bits); // the kernel takes the first
                case OWN_GROUP -> acl.group = bits;
                case GROUP -> acl.groups.merge(id, bits, (a, b) -> a | b);
                case MASK -> acl.mask = OptionalInt.of(bits);
                case OTHERS -> acl.others = bits;
                default -> throw new IOException("access control list of an unknown form");
            }
        }
        if (acl.users.size() + acl.groups.size() > Acls.NAMED_MAX) {
            throw new IOException("access control list of over " + Acls.NAMED_MAX + " names");
        }
        return acl;
    }

    /** The list of an entry; null if it says no more than the mode. */
    static @Nullable Access access(byte[] value) throws IOException {
        PosixAcl acl = read(value);
        return acl.mask.isEmpty()
                ? null
                : new Access(acl.group, new Members(acl.users, acl.groups));
    }

    /** The list for what is made in a directory. */
    static Inherited inherited(byte[] value) throws IOException {
        PosixAcl acl = read(value);
        return new Inherited(
                acl.owner, acl.group, acl.others, acl.mask, new Members(acl.users, acl.groups));
    }

    /** What an entry of this mode is given; without a list, what says the same as the mode. */
    static byte[] value(@Nullable Access access, int mode) {
        int owner = (mode >> OWNER_SHIFT) & Acls.BITS;
        int group = (mode >> GROUP_SHIFT) & Acls.BITS;
        int others = mode & Acls.BITS;
        return access == null
                ? value(owner, group, others, OptionalInt.empty(), Members.NOBODY)
                : value(owner, access.group(), others, OptionalInt.of(group), access.named());
    }

    /** What a directory is given. */
    static byte[] value(Inherited list) {
        return value(list.owner(), list.group(), list.others(), list.mask(), list.named());
    }

    private static byte[] value(int owner, int group, int others, OptionalInt mask, Members named) {
        int entries = 3 + mask.stream().map(_ -> 1).sum() + named.count();
        ByteBuffer out =
                ByteBuffer.allocate(HEAD_BYTES + entries * BYTES_EACH)
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(VERSION);
        put(out, OWNER, owner, NOBODY);
        named.users().forEach((id, bits) -> put(out, USER, bits, (int) (long) id));
        put(out, OWN_GROUP, group, NOBODY);
        named.groups().forEach((id, bits) -> put(out, GROUP, bits, (int) (long) id));
        mask.ifPresent(bits -> put(out, MASK, bits, NOBODY));
        put(out, OTHERS, others, NOBODY);
        return out.array();
    }

    private static void put(ByteBuffer out, int tag, int bits, int id) {
        out.putShort((short) tag).putShort((short) bits).putInt(id);
    }
}
