package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where targets of symbolic links lead. */
final class LinkTargetTest {
    @ParameterizedTest
    @CsvSource({
        "l, f, false",
        "l, /f, true",
        "l, .., true",
        "l, ../f, true",
        "l, ., false",
        "l, d/../f, true",
        "l, ./../f, true",
        "d/l, .., false",
        "d/l, ../, false",
        "d/l, ../f, false",
        "d/l, ../.., true",
        "d/l, ../../f, true",
        "d/e/l, ../.., true",
        "d/e/l, ../../, false",
        "d/e/l, ..//../f, false",
        "d/e/l, ../../.., true",
        "d/e/l, f/..g/h, false",
        "d/e/l, f/.., true",
    })
    void leadsOutOf_theTreeItLiesIn(String link, String target, boolean leadsOut)
            throws IllegalNameException {
        LinkTarget read = LinkTarget.of(target.getBytes(StandardCharsets.UTF_8));
        assertEquals(leadsOut, read.leadsOutOf(RelPath.literal(link)));
    }
}
