package dev.dsync.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.house.ImportTable.Room;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImportTableTest {
    private static final List<String> TABLE =
            List.of(
                    "Some prose.",
                    "| tier | package | its one sentence | may import |",
                    "|---|---|---|---|",
                    "| `core` pure | `hash` | Digests. | |",
                    "| | `tree` | Trees. | hash |",
                    "| `io` outside | `fs` | Files. | tree |",
                    "| | `wire` | Bytes. | tree, hash |",
                    "| `engine` work | `scan` | Walks. | io: fs · core |",
                    "| | `fetch` | Brings. | scan · io: wire, fs · core |",
                    "| | `session` | Joins. | the engine above, io, core |",
                    "| | `mesh` | Many. | session and below |",
                    "| `app` faces | `render` | Shows. | engine · core |",
                    "| | `cli` | Asks. | all |",
                    "",
                    "| other | table |");

    private static Set<String> mayImport(String name) {
        return ImportTable.parse(TABLE).room(name).mayImport();
    }

    private static void assertRefused(String row) {
        List<String> table =
                Stream.concat(TABLE.stream().takeWhile(line -> !line.isEmpty()), Stream.of(row))
                        .toList();
        assertThrows(IllegalArgumentException.class, () -> ImportTable.parse(table), row);
    }

    @Test
    void tier_isThatOfTheLastRowThatNamesOne() {
        ImportTable table = ImportTable.parse(TABLE);
        assertEquals("core", table.room("tree").tier());
        assertEquals("engine", table.room("mesh").tier());
        assertEquals(10, table.rooms().size());
    }

    @Test
    void emptyCell_allowsThePackageItselfOnly() {
        assertEquals(Set.of("hash"), mayImport("hash"));
    }

    @Test
    void plainNames_allowJustThose() {
        assertEquals(Set.of("wire", "tree", "hash"), mayImport("wire"));
    }

    @Test
    void tierPrefix_reachesOverItsCommas_andCoreIsTheWholeTier() {
        assertEquals(Set.of("scan", "fs", "hash", "tree"), mayImport("scan"));
        assertEquals(Set.of("fetch", "scan", "wire", "fs", "hash", "tree"), mayImport("fetch"));
    }

    @Test
    void engineAbove_isTheRowsBeforeIt_notThoseAfter() {
        assertEquals(
                Set.of("session", "scan", "fetch", "fs", "wire", "hash", "tree"),
                mayImport("session"));
    }

    @Test
    void andBelow_isWhatTheNamedOneMayImport_andItself() {
        assertEquals(
                Set.of("mesh", "session", "scan", "fetch", "fs", "wire", "hash", "tree"),
                mayImport("mesh"));
    }

    @Test
    void all_isEveryPackage_andATierNameIsThatTier() {
        assertEquals(ImportTable.parse(TABLE).rooms().keySet(), mayImport("cli"));
        assertEquals(
                Set.of("render", "scan", "fetch", "session", "mesh", "hash", "tree"),
                mayImport("render"));
    }

    @Test
    void nonsense_isRefused() {
        assertRefused("| | `web` | Pages. | nowhere |");
        assertRefused("| | `web` | Pages. | io: hash |");
        assertRefused("| | `cli` | Twice. | |");
        assertRefused("| | web | No code font. | |");
        assertThrows(IllegalArgumentException.class, () -> ImportTable.parse(List.of("nothing")));
    }

    @Test
    void projectsTable_pointsDownAndHoldsNoCycle() throws IOException {
        ImportTable table = Project.importTable();
        assertTrue(table.rooms().size() >= 25, "rows are missing");
        for (Room room : table.rooms().values()) {
            for (String other : room.mayImport()) {
                // cli wires everything and is imported by nobody: its row says "all".
                assertTrue(
                        rank(table.room(other)) <= rank(room), room.name() + " imports " + other);
                assertTrue(
                        other.equals(room.name())
                                || !table.room(other).mayImport().contains(room.name())
                                || other.equals("cli"),
                        room.name() + " and " + other + " import each other");
            }
        }
    }

    private static int rank(Room room) {
        return ImportTable.TIERS.indexOf(room.tier());
    }
}
