package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.tree.Entry.Acls;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosixAclTest {
    private static final String HEAD = "02000000";
    private static final String PLAIN = HEAD + "01000600ffffffff04000400ffffffff20000400ffffffff";
    private static final String LISTED =
            HEAD
                    + "01000600ffffffff"
                    + "0200070007000000"
                    + "02000100feffffff"
                    + "04000400ffffffff"
                    + "0800050003000000"
                    + "10000500ffffffff"
                    + "20000000ffffffff";

    private static final Acls.Members NAMED =
            new Acls.Members(
                    new TreeMap<>(Map.of(7L, 7, 0xffff_fffeL, 1)), new TreeMap<>(Map.of(3L, 5)));

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void listThatSaysNoMoreThanTheMode_isNone() throws IOException {
        assertNull(PosixAcl.access(bytes(PLAIN)));
        assertArrayEquals(bytes(PLAIN), PosixAcl.value(null, 0644));
    }

    @Test
    void ownerOthersAndMask_areTheModes() throws IOException {
        Acls.Access access = new Acls.Access(4, NAMED);
        assertEquals(access, PosixAcl.access(bytes(LISTED)));
        assertArrayEquals(bytes(LISTED), PosixAcl.value(access, 0650));
    }

    @Test
    void inheritedList_hasAllOfItsOwn() throws IOException {
        Acls.Inherited list = new Acls.Inherited(6, 4, 0, OptionalInt.of(5), NAMED);
        assertEquals(list, PosixAcl.inherited(bytes(LISTED)));
        assertArrayEquals(bytes(LISTED), PosixAcl.value(list));
        assertEquals(
                new Acls.Inherited(6, 4, 4, OptionalInt.empty(), Acls.Members.NOBODY),
                PosixAcl.inherited(bytes(PLAIN)));
    }

    @Test
    void userNamedTwice_countsAsTheKernelHasIt() throws IOException {
        Acls.Access access =
                PosixAcl.access(
                        bytes(HEAD + "0200070007000000" + "0200010007000000" + "10000000ffffffff"));
        assertEquals(
                new Acls.Access(0, new Acls.Members(new TreeMap<>(Map.of(7L, 7)), new TreeMap<>())),
                access);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02", "03000000", HEAD + "0100", HEAD + "40000000ffffffff"})
    void unknownForm_isAnError(String hex) {
        assertThrows(IOException.class, () -> PosixAcl.access(bytes(hex)));
    }

    @Test
    void moreThanAListingCarries_isAnError() {
        String many =
                IntStream.range(0, Acls.NAMED_MAX + 1)
                        .mapToObj(i -> "02000000%02x%02x0000".formatted(i & 0xff, i >> 8))
                        .collect(Collectors.joining());
        assertThrows(IOException.class, () -> PosixAcl.access(bytes(HEAD + many)));
    }
}
