package dev.dsync.core.tree;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.merkle.Varint;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Acls.Access;
import dev.dsync.core.tree.Entry.Acls.Inherited;
import dev.dsync.core.tree.Entry.Acls.Members;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Access control lists as they stand in the record of an entry: a byte that says which follow, and
 * each in one form. Who is named is a number each, id and bits in one, in ascending order of ids.
 */
final class AclForm {
    /** The most bytes both lists take. */
    static final int BYTES_MAX = 16 + 2 * 5 * Acls.NAMED_MAX;

    private static final int ACCESS = 1;
    private static final int INHERITED = 2;
    private static final int NO_MASK = 8;
    private static final int SHIFT = 3;
    private static final long NAMED_UPTO = (0xffff_ffffL << SHIFT) | Acls.BITS;

    private AclForm() {}

    /** Writes lists of which there is at least one; returns where they end. */
    static int write(Acls acls, byte[] bytes, int at) {
        Access access = acls.access();
        Inherited inherited = acls.inherited();
        int end = at;
        bytes[end++] = (byte) ((access == null ? 0 : ACCESS) | (inherited == null ? 0 : INHERITED));
        if (access != null) {
            bytes[end++] = (byte) access.group();
            end = write(access.named(), bytes, end);
        }
        if (inherited != null) {
            bytes[end++] = (byte) inherited.owner();
            bytes[end++] = (byte) inherited.group();
            bytes[end++] = (byte) inherited.others();
            bytes[end++] = (byte) inherited.mask().orElse(NO_MASK);
            end = write(inherited.named(), bytes, end);
        }
        return end;
    }

    private static int write(Members named, byte[] bytes, int at) {
        return write(named.groups(), bytes, write(named.users(), bytes, at));
    }

    private static int write(SortedMap<Long, Integer> named, byte[] bytes, int at) {
        int end = Varint.write(bytes, at, named.size());
        for (var one : named.entrySet()) {
            end = Varint.write(bytes, end, (one.getKey() << SHIFT) | one.getValue());
        }
        return end;
    }

    /** The next ones. */
    static Acls read(RecordReader in) throws MalformedPageException {
        int which = in.octet();
        if (which == 0 || (which & ~(ACCESS | INHERITED)) != 0) {
            throw in.malformed("access control lists of an unknown kind");
        }
        Access access = (which & ACCESS) == 0 ? null : new Access(bits(in), named(in));
        if ((which & INHERITED) == 0) {
            return new Acls(access, null);
        }
        int owner = bits(in);
        int group = bits(in);
        int others = bits(in);
        int mask = (int) in.varint(NO_MASK, "mask of an access control list");
        Members named = named(in);
        if (mask == NO_MASK && named.count() > 0) {
            throw in.malformed("access control list that names somebody and has no mask");
        }
        OptionalInt most = mask == NO_MASK ? OptionalInt.empty() : OptionalInt.of(mask);
        return new Acls(access, new Inherited(owner, group, others, most, named));
    }

    private static int bits(RecordReader in) throws MalformedPageException {
        return (int) in.varint(Acls.BITS, "bits of an access control list");
    }

    private static Members named(RecordReader in) throws MalformedPageException {
        SortedMap<Long, Integer> users = named(in, Acls.NAMED_MAX);
        return new Members(users, named(in, Acls.NAMED_MAX - users.size()));
    }

    private static SortedMap<Long, Integer> named(RecordReader in, int most)
            throws MalformedPageException {
        long count = in.varint(most, "number of names in an access control list");
        SortedMap<Long, Integer> named = new TreeMap<>();
        long before = -1;
        for (long i = 0; i < count; i++) {
            long one = in.varint(NAMED_UPTO, "name in an access control list");
            long id = one >>> SHIFT;
            if (id <= before) {
                throw in.malformed("access control list out of order");
            }
            named.put(id, (int) (one & Acls.BITS));
            before = id;
        }
        return named;
    }
}
