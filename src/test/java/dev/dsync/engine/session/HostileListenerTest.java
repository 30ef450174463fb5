package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Listeners that agree to something else than they were asked for. */
final class HostileListenerTest {
    private final Scenario scenario = new Scenario(1);
    private final NavigableMap<String, String> before;

    HostileListenerTest() throws IOException {
        scenario.source.file("f", "0123456789", 10);
        scenario.target.file("kept", "kept", 10);
        before = scenario.target.look();
    }

    private void expectBroken(Solo solo) throws IOException {
        assertInstanceOf(Ending.Broken.class, solo.ending());
        solo.close();
        assertEquals(before, scenario.target.look());
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    @Test
    void listenerThatGivesAnotherName_isRefused() throws IOException {
        TypedPath here = TypedPath.literal("b/name");
        Solo solo =
                new Solo(
                        Session.pull(
                                new TrustedGreeting(),
                                scenario.request(
                                        Role.TARGET,
                                        "a/f",
                                        TargetPlace.placement(scenario.to, here)),
                                rename -> TargetPlace.open(scenario.to, here, false, false, rename),
                                _ -> {}),
                        scenario.clock);
        solo.say(new TrustedGreeting().opening());
        solo.say(
                new Message.Accept(
                        Scenario.ARCHIVE,
                        List.of(RelPath.literal("x")),
                        List.of(),
                        Name.literal("x"),
                        0,
                        Set.of()));
        expectBroken(solo);
    }

    @Test
    void listenerThatGivesTheNameAndWritesBesideIt_isRefused() throws IOException {
        TypedPath here = TypedPath.literal("b/name");
        for (String beside : List.of("", "kept")) {
            Solo solo =
                    new Solo(
                            Session.pull(
                                    new TrustedGreeting(),
                                    scenario.request(
                                            Role.TARGET,
                                            "a/f",
                                            TargetPlace.placement(scenario.to, here)),
                                    rename ->
                                            TargetPlace.open(
                                                    scenario.to, here, false, false, rename),
                                    _ -> {}),
                            scenario.clock);
            solo.say(new TrustedGreeting().opening());
            solo.say(
                    new Message.Accept(
                            Scenario.ARCHIVE,
                            List.of(RelPath.literal(beside)),
                            List.of(),
                            Name.literal("name"),
                            0,
                            Set.of()));
            expectBroken(solo);
        }
    }

    @Test
    void listenerThatWantsMoreRead_isRefused() throws IOException {
        SourceFiles files =
                SourceFiles.open(scenario.from, List.of(TypedPath.literal("a/")), scenario.scope);
        Solo solo =
                new Solo(
                        Session.push(
                                new TrustedGreeting(),
                                scenario.request(Role.SOURCE, "b/", files.placement()),
                                files,
                                _ -> {}),
                        scenario.clock);
        solo.say(new TrustedGreeting().opening());
        solo.say(Agreed.to(Profiles.keptBy(0), RelPath.ROOT));
        expectBroken(solo);
    }
}
