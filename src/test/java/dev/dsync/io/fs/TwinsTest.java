package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.session.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether names are found under others. */
class TwinsTest {
    private static final byte[] TOP = "/r".getBytes(StandardCharsets.UTF_8);

    private static Directory directory(boolean folding, String... names) throws IOException {
        MemoryFileSystem system = new MemoryFileSystem(new VirtualClock());
        if (folding) {
            system.foldingNames();
        }
        system.makeDirectories(TOP, 0755);
        Directory directory = system.openRoot(TOP).open(RelPath.ROOT);
        for (String name : names) {
            directory.createFile(name(name)).close();
        }
        return directory;
    }

    @ParameterizedTest
    @CsvSource({
        "name, NAME",
        "Name, name",
        "\u00e9, e\u0301",
        "\u00c9, \u00e9",
        "1\u00e9, 1\u00c9"
    })
    void twin_isFoundUnderBoth_andListedUnderOne(String there, String twin) throws IOException {
        try (Directory folding = directory(true, "x", there);
                Directory exact = directory(false, "x", there)) {
            assertEquals(Optional.of(name(there)), folding.twinOf(name(twin)));
            assertFalse(folding.isExact(name(twin)));
            assertEquals(Optional.of(true), folding.showsTwins(name(there)));
            for (Name name : new Name[] {name(there), name("new")}) {
                assertEquals(Optional.empty(), folding.twinOf(name));
                assertTrue(folding.isExact(name));
            }
            assertEquals(Optional.empty(), exact.twinOf(name(twin)));
            assertTrue(exact.isExact(name(twin)));
            assertEquals(Optional.of(false), exact.showsTwins(name(there)));
        }
    }

    @Test
    void namesThatAreBothThere_areNoTwins() throws IOException {
        try (Directory exact = directory(false, "name", "Name")) {
            assertEquals(Optional.empty(), exact.twinOf(name("name")));
            assertTrue(exact.isExact(name("name")));
            assertEquals(Optional.of(false), exact.showsTwins(name("name")));
        }
    }

    @Test
    void nameThatHasNoOtherForm_showsNothing() throws IOException {
        try (Directory folding = directory(true, "1")) {
            assertEquals(Optional.empty(), folding.showsTwins(name("1")));
            assertEquals(Optional.empty(), folding.showsTwins(name("gone")));
        }
    }
}
