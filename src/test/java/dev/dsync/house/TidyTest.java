package dev.dsync.house;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TidyTest {
    /** Methods over the cap, each with its reason: switch dispatch, native tables, option lists. */
    private static final Map<String, String> LONG_METHODS =
            Map.of(
                    "Messages.refused",
                    "switch dispatch: one message for each reason",
                    "TransportMessages.of",
                    "switch dispatch: one message for each way to fail");

    private List<SourceFile> main = List.of();
    private List<SourceFile> all = List.of();

    @BeforeAll
    void readSources() throws IOException {
        main = SourceFile.under(Project.MAIN_SOURCES);
        List<SourceFile> both = new ArrayList<>(main);
        both.addAll(SourceFile.under(Project.TEST_SOURCES));
        all = both;
    }

    @Test
    void everyFile_isWithinItsCaps(TestReporter reporter) {
        Tidiness tidiness = new Tidiness(all);
        reporter.publishEntry(
                "median lines",
                "file %d, method %d"
                        .formatted(tidiness.medianFileLines(), tidiness.medianMethodLines()));
        assertAll(
                () -> assertNone(tidiness.longFiles()),
                () -> assertNone(tidiness.longMethods(LONG_METHODS)),
                () -> assertTrue(LONG_METHODS.size() <= Tidiness.LONG_METHODS_MAX),
                () -> assertNone(new Tidiness(main).crowdedPackages()));
    }

    @Test
    void everyPackage_isNullMarkedAndNamedByANoun() {
        Tidiness tidiness = new Tidiness(all);
        assertAll(
                () -> assertNone(tidiness.packagesNotNullMarked()),
                () -> assertNone(tidiness.packagesWithoutNoun()));
    }

    @Test
    void everySuppression_isCountedAndHasItsReason() {
        Tidiness tidiness = new Tidiness(all);
        assertAll(
                () -> assertNone(tidiness.suppressionsWithoutReason()),
                () ->
                        assertTrue(
                                tidiness.suppressions().size() <= Tidiness.SUPPRESSIONS_MAX,
                                () -> "too many: " + tidiness.suppressions()));
    }

    @Test
    void everyFile_isFinishedAndSaysWhatItsTypesAre() {
        Tidiness tidiness = new Tidiness(all);
        assertAll(
                () -> assertNone(tidiness.unfinished()),
                () -> assertNone(tidiness.openSwitches()),
                () -> assertNone(tidiness.typesWithoutSentence()));
    }

    @Test
    void untidyFile_isCaughtInEachBreach(@TempDir Path directory) throws IOException {
        String source =
                """
                package some.util;

                public class Untidy {
                    @SuppressWarnings("unchecked")
                    int open(Object shape) {
                        return switch (shape) {
                            case String text -> 1; // TO%1$s
                            default -> 0;
                        };
                    }

                    void longOne() {
                        %2$s
                    }
                    %3$s
                }
                """
                        .formatted("DO", "int a;\n".repeat(60), "\n".repeat(400));
        Files.writeString(directory.resolve("Untidy.java"), source);
        Tidiness tidiness = new Tidiness(SourceFile.under(directory));
        assertEquals(1, tidiness.longFiles().size());
        assertEquals(1, tidiness.longMethods(Map.of()).size());
        assertNone(tidiness.longMethods(Map.of("Untidy.longOne", "a reason")));
        assertEquals(
                List.of("Gone.method needs no exception"),
                tidiness.longMethods(Map.of("Untidy.longOne", "", "Gone.method", "")));
        assertEquals(List.of("some.util"), tidiness.packagesNotNullMarked());
        assertEquals(List.of("some.util"), tidiness.packagesWithoutNoun());
        assertEquals(1, tidiness.suppressionsWithoutReason().size());
        assertEquals(1, tidiness.unfinished().size());
        assertEquals(1, tidiness.openSwitches().size());
        assertEquals(1, tidiness.typesWithoutSentence().size());
    }

    @Test
    void thirteenthPublicType_crowdsAPackage(@TempDir Path directory) throws IOException {
        for (int number = 0; number < 12; number++) {
            addPublicType(directory, number);
        }
        assertNone(new Tidiness(SourceFile.under(directory)).crowdedPackages());
        addPublicType(directory, 12);
        assertEquals(1, new Tidiness(SourceFile.under(directory)).crowdedPackages().size());
    }

    private static void addPublicType(Path directory, int number) throws IOException {
        String source = "package crowd;\npublic interface Face%d {}\n".formatted(number);
        Files.writeString(directory.resolve("Face" + number + ".java"), source);
    }

    private static void assertNone(List<String> breaches) {
        assertEquals("", String.join("\n", breaches));
    }
}
