package dev.dsync.core.attributes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.attributes.ModeChanges.Change;
import dev.dsync.core.attributes.ModeChanges.Reach;
import dev.dsync.core.tree.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModeChangesTest {
    private static final int UMASK = 0022;

    /** What becomes of directories of 0755 and 07777, and of files of 0640, 0750 and 07777. */
    private static String made(String text, int umask) {
        ModeChanges changes = ModeChanges.of(text, umask).orElseThrow();
        return "%o %o %o %o %o"
                .formatted(
                        changes.applied(Kind.DIRECTORY, 0755),
                        changes.applied(Kind.DIRECTORY, 07777),
                        changes.applied(Kind.FILE, 0640),
                        changes.applied(Kind.FILE, 0750),
                        changes.applied(Kind.FILE, 07777));
    }

    private static void assertMade(Map<String, String> expected, int umask) {
        Map<String, String> made = new LinkedHashMap<>();
        expected.keySet().forEach(text -> made.put(text, made(text, umask)));
        assertEquals(expected, made);
    }

    @Test
    void digits_areTheWholeMode() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("644", "644 644 644 644 644");
        expected.put("0", "0 0 0 0 0");
        expected.put("07777", "7777 7777 7777 7777 7777");
        expected.put("00000644", "644 644 644 644 644");
        expected.put("D2755,F600", "2755 2755 600 600 600");
        expected.put("755,g-x", "745 745 745 745 745");
        assertMade(expected, UMASK);
    }

    @Test
    void letters_addTakeAndSet() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("go-rx", "700 7722 600 700 7722");
        expected.put("Dg+w", "775 7777 640 750 7777");
        expected.put("FuFg=r", "755 7777 440 440 7447");
        expected.put("uD+w", "755 7777 640 750 7777");
        expected.put("a=", "0 7000 0 0 7000");
        expected.put("u=", "55 7077 40 50 7077");
        expected.put("o=", "750 7770 640 750 7770");
        expected.put("u+", "755 7777 640 750 7777");
        expected.put("u=rwx,g=rx,o=", "750 7750 750 750 7750");
        expected.put("a-r,a-w", "111 7111 0 110 7111");
        assertMade(expected, UMASK);
    }

    @Test
    void executeWhereExecutable_goesByTheModeBeforeAllChanges() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("a+X", "755 7777 640 751 7777");
        expected.put("a-x,a+X", "755 7777 640 751 7777");
        expected.put("u+x,g+X", "755 7777 740 750 7777");
        expected.put("=rX", "555 7555 444 555 7555");
        expected.put("ugo=xX", "111 7111 0 111 7111");
        expected.put("g=X", "715 7717 600 710 7717");
        expected.put("u-X", "655 7677 640 650 7677");
        assertMade(expected, UMASK);
    }

    @Test
    void specialBits_goByWhoIsMeant() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("Du+s,Fg+s,+t", "5755 7777 3640 3750 7777");
        expected.put("+s", "4755 7777 4640 4750 7777");
        expected.put("o+s", "4755 7777 4640 4750 7777");
        expected.put("go+s", "2755 7777 2640 2750 7777");
        expected.put("a+s", "6755 7777 6640 6750 7777");
        expected.put("-s", "755 3777 640 750 3777");
        expected.put("ug-s", "755 1777 640 750 1777");
        expected.put("u=s", "4055 7077 4040 4050 7077");
        expected.put("a=t", "1000 1000 1000 1000 1000");
        expected.put("u=t", "1055 3077 1040 1050 3077");
        expected.put("o=t,u=s", "5050 7070 5040 5050 7070");
        expected.put("=st", "5000 7000 5000 5000 7000");
        expected.put("g-t", "755 6777 640 750 6777");
        assertMade(expected, UMASK);
    }

    @Test
    void bitsOfAnother_areCopiedAsTheyAreThen() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("g=u", "775 5777 660 770 5777");
        expected.put("go=u", "777 4777 666 777 4777");
        expected.put("g=o,o=g", "755 4777 600 700 4777");
        expected.put("u=,g=u", "5 5007 0 0 5007");
        expected.put("go-u", "700 7700 600 700 7700");
        expected.put("=u", "755 755 644 755 755");
        expected.put("D=g", "555 755 640 750 7777");
        expected.put("+u", "755 7777 644 755 7777");
        expected.put("-u", "0 7022 0 0 7022");
        assertMade(expected, UMASK);
    }

    @Test
    void whereNobodyIsNamed_theUmaskIsLeftAlone() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("=", "0 7000 0 0 7000");
        expected.put("+rwx", "755 7777 750 750 7777");
        expected.put("=rwx", "750 7750 750 750 7750");
        expected.put("-rwx", "5 7027 0 0 7027");
        expected.put("=u", "750 750 640 750 750");
        expected.put("-u", "5 7027 0 0 7027");
        expected.put("-st", "755 2777 640 750 2777");
        assertMade(expected, 0027);
    }

    @Test
    void whatIsNoChange_isRefused() {
        for (String text :
                List.of(
                        "",
                        ",",
                        "u-w,",
                        "u-w,,g+w",
                        "u",
                        "X",
                        "D,u+w",
                        "99",
                        "77777",
                        "010000",
                        "u644",
                        "644+x",
                        "+644",
                        "a+644",
                        "d+w",
                        "DF644",
                        "DuF=r",
                        "u+rw-x",
                        "a=D",
                        "g=ur",
                        "g=uo",
                        "a=a",
                        "u+w g+w",
                        "u+8")) {
            assertEquals(Optional.empty(), ModeChanges.of(text, UMASK), text);
        }
    }

    @Test
    void moreChangesThanARunMayHave_areRefused() {
        String most = "u+w" + ",u+w".repeat(ModeChanges.COUNT_MAX - 1);
        assertEquals(
                ModeChanges.COUNT_MAX, ModeChanges.of(most, UMASK).orElseThrow().changes().size());
        assertEquals(Optional.empty(), ModeChanges.of(most + ",u+w", UMASK));
        Change change = new Change(Reach.ALL, 0, 0, false, null);
        List<Change> many = Collections.nCopies(ModeChanges.COUNT_MAX + 1, change);
        assertThrows(IllegalArgumentException.class, () -> new ModeChanges(many));
    }

    @Test
    void kinds_allButLinksHaveModes() {
        ModeChanges changes = ModeChanges.of("F600,D700", UMASK).orElseThrow();
        assertEquals(0777, changes.applied(Kind.SYMLINK, 0777));
        assertEquals(0600, changes.applied(Kind.FIFO, 0644));
        assertEquals(0600, changes.applied(Kind.BLOCK_DEVICE, 0660));
        assertEquals(0700, changes.applied(Kind.DIRECTORY, 0755));
    }
}
