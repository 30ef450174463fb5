package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({
        "f, /rsyncd-munged/f",
        "/f, /rsyncd-munged//f",
        "/rsyncd-munged/f, /rsyncd-munged//rsyncd-munged/f",
    })
    void munged_leadsNowhereAndTellsWhatItWas(String target, String munged)
            throws IllegalNameException {
        assertEquals(target(munged), target(target).munged());
        assertEquals(target(target), target(munged).unmunged());
    }

    @ParameterizedTest
    @CsvSource({"/rsyncd-munged/", "/rsyncd-munged", "/rsyncd-mungedf", "rsyncd-munged/f", "f"})
    void unmunged_whatIsNotMungedStays(String target) throws IllegalNameException {
        assertEquals(target(target), target(target).unmunged());
    }

    @Test
    void munged_tooLong_isNone() throws IllegalNameException {
        int most = LinkTarget.BYTES_MAX - "/rsyncd-munged/".length();
        assertEquals(LinkTarget.BYTES_MAX, target("x".repeat(most)).munged().length());
        LinkTarget longer = target("x".repeat(most + 1));
        assertThrows(IllegalNameException.class, longer::munged);
    }

    private static LinkTarget target(String text) throws IllegalNameException {
        return LinkTarget.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
