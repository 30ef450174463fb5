package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.TypedPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a list of files names below a source. */
final class FilesFromTest {
    private static List<String> below(String source, boolean relative, String list)
            throws IllegalNameException {
        return FilesFrom.of(list.getBytes(StandardCharsets.UTF_8), false)
                .below(TypedPath.literal(source), relative)
                .stream()
                .map(TypedPath::toString)
                .toList();
    }

    @Test
    void lines_areNamesButForCommentsAndEmptyOnes() throws Exception {
        assertEquals(
                List.of("s/./a", "s/./ b ", "s/./c", "s/./d#"),
                below("s", true, "a\n b \r\n\n#c\n;d\rc\nd#"));
        FilesFrom nul = FilesFrom.of("a\nb\0#x\0\0c".getBytes(StandardCharsets.UTF_8), true);
        assertEquals(2, nul.below(TypedPath.literal("s"), true).size());
    }

    @Test
    void names_leadNowhereAboveTheSource() throws Exception {
        assertEquals(
                List.of("s/./f", "s/./d/f", "s/./", "s/./", "s/./f", "s/./a"),
                below("s", true, "/f\nd/../d/f\n..\n/\n../../f\nx/../../a"));
    }

    @Test
    void slashesAndDots_meanContents() throws Exception {
        assertEquals(
                List.of("s/./d/", "s/./d/", "s/./", "s/./", "s/././f", "s/./d/"),
                below("s", true, "d/\nd/.\n.\n./\n./f\nd//"));
    }

    @Test
    void aName_isKeptFromItsPivotOn() throws Exception {
        assertEquals(
                List.of("s/d/./f", "s/d/e/./f/g", "s/d/./"),
                below("s", true, "d/./f\nd/e/./f/./g\nd/./"));
    }

    @Test
    void withoutPaths_namesAreSources() throws Exception {
        assertEquals(List.of("s/d/f", "s/d/", "s/"), below("s", false, "d/./f\nd/\n.\n"));
    }

    @Test
    void theSource_isADirectoryHoweverItIsWritten() throws Exception {
        assertEquals(List.of("././f"), below("", true, "f"));
        assertEquals(List.of("./././f"), below("", true, "./f"));
        assertEquals(List.of("/./f"), below("/", true, "f"));
        assertEquals(List.of("/a/b/./f"), below("/a/./b//", true, "f"));
        assertEquals(List.of("../a/./f"), below("./../a", true, "f"));
    }

    @Test
    void namesThatAreNone_areRefused() {
        FilesFrom list = FilesFrom.of("a\0b".getBytes(StandardCharsets.UTF_8), false);
        assertThrows(IllegalNameException.class, () -> list.below(TypedPath.literal("s"), true));
    }
}
