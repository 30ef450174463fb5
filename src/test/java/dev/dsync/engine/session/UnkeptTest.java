package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Profile;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted of what a target cannot keep. */
final class UnkeptTest {
    private static Profile profile(boolean owner, boolean group, boolean devices, boolean setId) {
        return new Profile(
                        true, true, true, true, true, owner, group, true, devices, true, true, true,
                        false, setId)
                .withXattrs(Profile.Namespaces.USER);
    }

    private static Scenario scenario(Profile profile) throws IOException {
        Scenario scenario = new Scenario(7);
        scenario.profile = profile;
        scenario.source.file("f", "x", 100).file("g", "y", 100).directory("d");
        scenario.source.at("f", (directory, name) -> directory.setOwner(name, 7, 8));
        scenario.source.at("g", (directory, name) -> directory.setOwner(name, 9, 9));
        scenario.source.at("g", (directory, name) -> directory.setMode(name, 04755));
        scenario.source.at(
                "d",
                (directory, name) ->
                        directory.xattrs(name).set(Xattrs.Key.of("trusted.a"), new byte[1]));
        scenario.source.at(
                "f",
                (directory, name) ->
                        directory.xattrs(name).set(Xattrs.Key.of("user.a"), new byte[1]));
        scenario.source.at(
                "null",
                (directory, name) ->
                        directory.makeSpecial(name, Kind.CHARACTER_DEVICE, 0600, 1, 3));
        scenario.source.at("null", (directory, name) -> directory.setOwner(name, 5, 5));
        return scenario;
    }

    private static Unkept unkept(Scenario scenario, boolean push) throws IOException {
        try (VirtualRun run = scenario.run(push).toEnd()) {
            return assertInstanceOf(Ending.Done.class, run.ending()).unkept();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void whatTheProfileLeavesOut_isCounted(boolean push, boolean dryRun) throws IOException {
        Scenario scenario = scenario(profile(false, true, false, false));
        scenario.dryRun = dryRun;
        assertEquals(new Unkept(2, 0, 1, 1, 1), unkept(scenario, push));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whatIsKept_isNot(boolean push) throws IOException {
        Scenario scenario = scenario(profile(true, true, true, true));
        assertEquals(new Unkept(0, 0, 0, 0, 1), unkept(scenario, push));
    }

    @Test
    void ownerThatIsMappedToWhoeverWrites_isNotLost() throws IOException {
        Scenario scenario = scenario(profile(false, true, true, true));
        scenario.attributes =
                new AttributeChanges(
                        true, ModeChanges.NONE, IdMap.of("7:0").orElseThrow(), IdMap.NONE);
        assertEquals(2, unkept(scenario, true).owners());
    }

    @Test
    void ownersAreNotTold_whereAShareDoesNotGrantThem() throws IOException {
        Scenario scenario = scenario(profile(false, false, true, true));
        assertEquals(0, unkept(scenario, false).owners());
        assertEquals(3, unkept(scenario(profile(false, false, true, true)), true).owners());
    }

    @Test
    void usersWithTheMostEntries_areToldUpToALimit() {
        Map<Integer, Long> users = new HashMap<>();
        for (int i = 0; i < Stakes.IDS_MAX + 5; i++) {
            users.put(i, (long) i);
        }
        Stakes told = new Stakes(users, users, 1, 2).told(id -> id != 500, _ -> false);
        assertEquals(Stakes.IDS_MAX, told.users().size());
        assertEquals(Map.of(), told.groups());
        assertEquals(null, told.users().get(500));
        assertEquals(null, told.users().get(3));
        assertEquals(4, told.users().get(4));
    }
}
