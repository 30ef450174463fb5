package dev.dsync.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is written down is on disk, what is on disk is seen, and every single field tells two trees
 * apart.
 */
class TreeIT {

    private static final String EVERYTHING =
            """
            d .              0755 @1000
            d dir            02770 @-5.000000001
            f dir/file       04640 @1000000001.123456789 "hello\\n"
            f dir/sparse     @7.5 "a"+hole:1M+rand:3:10k
            h again          = dir/file
            l link           @3.000000007 -> ../dir/
            p fifo           0620
            s socket         0600
            f mode000        0000 "x"
            f new\\nline      "n"
            f esc\\e[31m      "e"
            f bad\\xff\\xfe    "b"
            f ünï            user.a="v\\x00w"
            f guarded        acl=g::4,u:9:5
            """;

    @TempDir Path root;

    private Path tree() {
        return root.resolve("tree");
    }

    private TreeLook look(TreeSpec spec) throws IOException {
        spec.build(tree());
        return TreeLook.at(tree());
    }

    @Test
    void builtTree_showsEveryFieldWrittenDown() throws IOException {
        TreeLook look = look(TreeSpec.of(EVERYTHING + "f " + "n".repeat(255) + " \"long\"\n"));

        LookedEntry file = look.entry("dir/file").orElseThrow();
        assertEquals("4640", file.field("mode"));
        assertEquals("1000000001.123456789", file.field("mtime"));
        assertEquals("again", file.field("hard"));
        assertTrue(file.field("content").endsWith(":hello\\x0a"), file::toString);
        assertEquals("-5.000000001", look.entry("dir").orElseThrow().field("mtime"));
        assertEquals("2770", look.entry("dir").orElseThrow().field("mode"));
        assertEquals("../dir/", look.entry("link").orElseThrow().field("target"));
        assertEquals("3.000000007", look.entry("link").orElseThrow().field("mtime"));
        assertEquals('p', look.entry("fifo").orElseThrow().kind());
        assertEquals('s', look.entry("socket").orElseThrow().kind());
        assertEquals("0000", look.entry("mode000").orElseThrow().field("mode"));
        assertEquals("v\\x00w", look.entry("ünï").orElseThrow().field("xattr.user.a"));
        assertTrue(
                Long.parseLong(look.entry("dir/sparse").orElseThrow().field("holes")) > 1_000_000);
        assertTrue(look.paths().contains("bad\\xff\\xfe"), look::toString);
        assertTrue(look.paths().contains("new\\x0aline"), look::toString);
        assertTrue(look.entry("n".repeat(255)).isPresent(), look::toString);
    }

    @Test
    void devicesAndOwners_areSeen() throws IOException {
        Precondition.root();
        TreeLook look = look(TreeSpec.of("c null 0666 1:3 uid=12 gid=34\nb disk 7:300\n"));

        assertEquals("1:3", look.entry("null").orElseThrow().field("device"));
        assertEquals("12:34", look.entry("null").orElseThrow().field("owner"));
        assertEquals("7:300", look.entry("disk").orElseThrow().field("device"));
        assertEquals('b', look.entry("disk").orElseThrow().kind());
    }

    @Test
    void sameSpecTwice_looksTheSame() throws IOException {
        TreeSpec spec = TreeSpec.of(EVERYTHING);
        TreeLook first = look(spec);
        assertEquals(List.of(), first.differences(look(spec), Set.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    d dir            02770 @-5.000000002          | mtime
                    d dir            0770 @-5.000000001           | mode
                    f dir/file       04640 @1000000001.123456788 "hello\\n" | mtime
                    f dir/file       04640 @1000000001.123456789 "hellO\\n" | content
                    f dir/sparse     @7.5 "a"+hole:1M+rand:4:10k  | content
                    f dir/sparse     @7.5 "a"+hole:1M+rand:3:9k   | size
                    f dir/sparse     @7.5 "a"+zero:1M+rand:3:10k  | holes
                    l link           @3.000000008 -> ../dir/      | mtime
                    l link           @3.000000007 -> ../dir       | target
                    f fifo           0620                         | kind
                    f again          @1000000001.123456789 "hello\\n" | hard
                    f ünï            user.a="V"                   | xattr.user.a
                    f ünï            user.b="v"                   | xattr.user.b
                    f guarded        acl=g::4,u:9:7               | xattr.system.posix_acl_access
                    d dir            default=u::7,m::7,g:9:5      | xattr.system.posix_acl_default
                    """)
    void oneFieldChanged_isADifference(String line, String field) throws IOException {
        TreeSpec spec = TreeSpec.of(EVERYTHING);
        TreeLook before = look(spec);

        List<TreeDifference> differences = before.differences(look(spec.with(line)), Set.of());

        assertTrue(
                differences.stream().anyMatch(d -> d.field().equals(field)), differences::toString);
    }

    @Test
    void entryLeftOut_isADifference() throws IOException {
        TreeSpec spec = TreeSpec.of(EVERYTHING);
        TreeLook before = look(spec);

        TreeLook after = look(spec.without("dir/file"));

        assertFalse(after.entry("again").isPresent());
        assertEquals(
                List.of("again", "dir/file"),
                before.differences(after, Set.of()).stream().map(TreeDifference::path).toList());
    }

    @Test
    void removedTree_isGone() throws IOException {
        look(TreeSpec.of(EVERYTHING));
        TreeSpec.remove(tree());
        assertFalse(Files.exists(tree()));
    }

    @Test
    void timeThatALookCallsNow_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> TreeSpec.of("f x @1795000000"));
    }
}
