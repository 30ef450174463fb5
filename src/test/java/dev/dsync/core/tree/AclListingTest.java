package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.hash.Golden;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.Xattrs;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access control lists in the records of a listing, which nobody vouches for. */
class AclListingTest {
    private static final RelPath PATH = RelPath.literal("some/path");
    private static final Profile LISTS = Trees.NONE.withAcls(true);

    private static Acls.Members users(int count) {
        SortedMap<Long, Integer> users = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            users.put(0xffff_ffffL - i, 7);
        }
        return new Acls.Members(users, new TreeMap<>());
    }

    private static Entry directory(Acls acls, @Nullable Xattrs xattrs) {
        Attributes attributes = new Attributes(0770, new Timestamp(7, 1), 1, 2, acls);
        return new Entry.DirectoryEntry(PATH, attributes, Entry.Listed.ALL, xattrs);
    }

    @Test
    void directoryWithBothLists_asWritten() throws IOException {
        Acls.Members some =
                new Acls.Members(
                        new TreeMap<>(Map.of(7L, 5, 0xffff_ffffL, 1)),
                        new TreeMap<>(Map.of(0L, 0)));
        Acls acls =
                new Acls(
                        new Acls.Access(4, some),
                        new Acls.Inherited(7, 5, 0, OptionalInt.of(3), some));
        byte[] payload = Listing.encode(Trees.ALL.withAcls(true), directory(acls, null));
        Golden.check("listing/v1/acls.txt", HexFormat.of().formatHex(payload) + "\n");
    }

    @Test
    void mostThereMayBe_fitARecord() throws IOException {
        Acls.Members most = users(Acls.NAMED_MAX);
        Acls acls =
                new Acls(
                        new Acls.Access(7, most),
                        new Acls.Inherited(7, 7, 7, OptionalInt.of(7), most));
        Xattrs.Taking taking = new Xattrs.Taking();
        taking.add("user.a", new byte[Xattrs.Told.BYTES_MAX - 10]);
        Profile all = Trees.ALL.withAcls(true);
        Entry entry = directory(acls, taking.finish());
        byte[] payload = Listing.encode(all, entry);
        assertEquals(entry, Listing.decode(all, PATH, 0, payload));
        assertThrows(IllegalArgumentException.class, () -> users(Acls.NAMED_MAX + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "80 00 00 00 01 00 00 00, ok: a file with a mask alone",
        "81 00 01 07 01 0f 00, ok: a directory and a user",
        "81 00 02 07 05 00 08 00 00, ok: an inherited list without a mask",
        "81 00 03 07 00 00 07 05 00 07 01 0f 00, ok: both",
        "83 00 00 00 01 00 01 0f 00, ok: a FIFO",
        "82 01 61 01 00 00 00, of a symbolic link",
        "80 00 00 00 02 07 05 00 08 00 00, inherited of a file",
        "80 00 00 00 00, none",
        "80 00 00 00 04 00 00 00, of an unknown kind",
        "80 00 00 00 01 08 00 00, bits over 7",
        "80 00 00 00 01 00 01 0f, cut short",
        "80 00 00 00 01 00 01, cut short before a name",
        "80 00 00 00 01 00 02 0f 0f 00, twice the same user",
        "80 00 00 00 01 00 02 17 0f 00, out of order",
        "80 00 00 00 01 00 01 8f00 00, number not in its shortest form",
        "80 00 00 00 01 00 01 808080808001 00, id over 32 bits",
        "80 00 00 00 01 00 f503 00, more names than there may be",
        "81 00 02 07 05 00 09 00 00, mask over 7",
        "81 00 02 07 05 00 08 01 0f 00, names without a mask",
        "81 00 02 07 05 00 08 00 01 0f, a group without a mask",
    })
    void listsInTheirForm_readElseRefused(String hex, String what) throws IOException {
        byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThrows(
                MalformedPageException.class,
                () -> Listing.decode(Trees.NONE, PATH, 0, payload),
                "where none count");
        if (what.startsWith("ok")) {
            assertEquals(PATH, Listing.decode(LISTS, PATH, 0, payload).path());
        } else {
            assertThrows(
                    MalformedPageException.class,
                    () -> Listing.decode(LISTS, PATH, 0, payload),
                    what);
        }
    }

    @Test
    void usersAndGroupsTogether_overTheLimit_refused() {
        StringBuilder hex = new StringBuilder("80000000" + "0100");
        for (int list = 0; list < 2; list++) {
            hex.append("fb01"); // 251
            for (int i = 0; i < 251; i++) {
                hex.append(
                        i < 16
                                ? "%02x".formatted(i << 3)
                                : "%02x%02x".formatted((i << 3 & 0x7f) | 0x80, i << 3 >> 7));
            }
        }
        byte[] payload = HexFormat.of().parseHex(hex);
        assertThrows(MalformedPageException.class, () -> Listing.decode(LISTS, PATH, 0, payload));
    }
}
