package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listings that no honest source makes: each ends the session, and nothing is touched. */
final class HostileListingTest {
    private static Entry link(String path, String leader) {
        return new FileEntry(
                RelPath.literal(path),
                HostileSourceTest.attributes(),
                4,
                RelPath.literal(leader),
                null,
                null);
    }

    private static Entry directory(String path) {
        return new DirectoryEntry(
                RelPath.literal(path), HostileSourceTest.attributes(), Listed.ALL, null);
    }

    static Stream<List<Entry>> notForAListing() {
        return Stream.of(
                List.of(HostileSourceTest.root(), HostileSourceTest.file("d/x", 1)),
                List.of(
                        HostileSourceTest.root(),
                        HostileSourceTest.file("a", 1),
                        HostileSourceTest.file("a/x", 1)),
                List.of(
                        HostileSourceTest.root(),
                        directory(".dsync"),
                        HostileSourceTest.file(".dsync/x", 1)),
                List.of(HostileSourceTest.root(), HostileSourceTest.file(".dsync-0", 1)),
                List.of(HostileSourceTest.root(), link("new", "kept")),
                List.of(HostileSourceTest.root(), link("a", "b"), HostileSourceTest.file("b", 4)),
                List.of(HostileSourceTest.root(), directory("a"), link("b", "a")),
                List.of(
                        HostileSourceTest.root(),
                        HostileSourceTest.file("a", 4),
                        link("b", "a"),
                        link("c", "b")),
                List.of(HostileSourceTest.root(), HostileSourceTest.file("secret", 1)),
                List.of(
                        HostileSourceTest.root(),
                        directory("a"),
                        HostileSourceTest.file("a/secret", 1)),
                List.of(
                        HostileSourceTest.root(),
                        directory("hidden"),
                        HostileSourceTest.file("hidden/x", 1)),
                List.of(HostileSourceTest.root(), directory("hidden")));
    }

    @ParameterizedTest
    @MethodSource("notForAListing")
    void listingOfWhatMayNotBeThere_isRefused(List<Entry> entries) throws IOException {
        Scenario scenario = new Scenario(1);
        scenario.target.file("kept", "kept", 10);
        scenario.profile = Scenario.ARCHIVE_LINKS;
        scenario.scope =
                new Scope(true, false, false, false, List.of("- secret", "- /hidden/", "+ x"));
        MemoryPageStore pages = new MemoryPageStore();
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE_LINKS, pages);
        for (Entry entry : entries) {
            writer.add(entry);
        }
        NavigableMap<String, String> before = scenario.target.look();
        Solo solo =
                new Solo(
                        Session.listen(
                                new TrustedGreeting(), new OperatorPremises(scenario.to), _ -> {}),
                        scenario.clock);
        solo.say(new TrustedGreeting().opening());
        Placement contents = new Placement(List.of(RelPath.ROOT), List.of(), false, false, null);
        solo.say(scenario.request(Role.SOURCE, "b/", contents));
        HostileSourceTest.list(solo, pages, writer.finish().root());
        assertInstanceOf(Ending.Broken.class, solo.ending());
        solo.close();
        assertEquals(before, scenario.target.look());
        assertEquals(0, scenario.to.openHandles());
    }
}
