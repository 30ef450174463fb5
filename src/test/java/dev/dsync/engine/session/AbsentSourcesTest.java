package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has the name of a source that is not there goes, where both sides have agreed on it. */
final class AbsentSourcesTest {
    private static Scenario scenario(Scope.Missing missing) throws IOException {
        Scenario scenario = new Scenario(5);
        scenario.scope =
                new Scope(
                        true,
                        false,
                        false,
                        false,
                        false,
                        List.of(),
                        false,
                        false,
                        missing,
                        false,
                        Scope.Links.NONE,
                        Scope.Ignores.NONE);
        scenario.source.file("f", "x", 100);
        scenario.target.file("gone", "x", 100).file("kept", "x", 100);
        return scenario;
    }

    private static Message.Accept accept(Scenario scenario, List<RelPath> absent) {
        return new Message.Accept(scenario.profile, List.of(), absent, null, 0, Set.of());
    }

    private static void assertKept(Scenario scenario) throws IOException {
        assertTrue(scenario.target.look().keySet().containsAll(List.of("gone", "kept")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasNamed_goes_andNothingElse(boolean push) throws IOException {
        Scenario scenario = scenario(Scope.Missing.DELETES);
        try (VirtualRun run =
                (push ? scenario.push("a/gone", "b/") : scenario.pull("a/gone", "b/")).toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(List.of("kept"), List.copyOf(scenario.target.look().keySet()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsPassedOver_staysAtTheTarget(boolean push) throws IOException {
        Scenario scenario = scenario(Scope.Missing.PASSES);
        try (VirtualRun run =
                (push ? scenario.push("a/gone", "b/") : scenario.pull("a/gone", "b/")).toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertKept(scenario);
    }

    @Test
    void listenerThatDoesNotKnowOfIt_isNotPushedTo() throws IOException {
        Scenario scenario = scenario(Scope.Missing.DELETES);
        Message.Accept accept =
                Agreed.without(Message.Feature.ABSENT, scenario.profile, RelPath.literal("f"));
        Ending ending = scenario.pushedTo(accept, "a/gone", "a/f").orElseThrow();
        assertEquals(
                Message.Reason.UNSUPPORTED,
                assertInstanceOf(Ending.Refused.class, ending).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept", "kept/below", ""})
    void sourceThatNamesWhatNobodyAskedFor_isRefused(String named) throws IOException {
        for (Scope.Missing missing : Scope.Missing.values()) {
            Scenario scenario = scenario(missing);
            List<RelPath> absent = List.of(RelPath.literal(named));
            Optional<Ending> ending = scenario.pulledFrom(accept(scenario, absent), "a/gone");
            Ending.Broken broken = assertInstanceOf(Ending.Broken.class, ending.orElseThrow());
            assertTrue(broken.what().contains("nobody asked for"), broken.what());
            assertKept(scenario);
        }
    }

    @Test
    void sourceThatNamesWhatIsNotToGo_isRefused() throws IOException {
        Scenario scenario = scenario(Scope.Missing.PASSES);
        List<RelPath> absent = List.of(RelPath.literal("gone"));
        Optional<Ending> ending = scenario.pulledFrom(accept(scenario, absent), "a/gone");
        assertInstanceOf(Ending.Broken.class, ending.orElseThrow());
        assertKept(scenario);
    }

    @Test
    void dialler_whoNamesWhatIsNotToGo_isNotHeeded() throws IOException {
        Scenario scenario = scenario(Scope.Missing.PASSES);
        List<RelPath> gone = List.of(RelPath.literal("gone"));
        Message.Placement placement = new Message.Placement(List.of(), gone, false, false, null);
        try (Solo solo = new Solo(scenario.target(), scenario.clock)) {
            solo.say(new TrustedGreeting().opening());
            Message.Accept accept =
                    solo.say(scenario.request(Message.Role.SOURCE, "b/", placement)).stream()
                            .filter(Message.Accept.class::isInstance)
                            .map(Message.Accept.class::cast)
                            .findAny()
                            .orElseThrow();
            assertEquals(List.of(), accept.absent());
        }
    }

    @Test
    void share_letsOnlyThoseNameIt_whoMayDelete() throws IOException {
        Scenario scenario = scenario(Scope.Missing.DELETES);
        Message.Request request = scenario.request(Message.Role.SOURCE, "", Message.Placement.NONE);
        byte[] path = "b".getBytes(StandardCharsets.UTF_8);
        Grant writing = new Grant(Set.of(Grant.Verb.READ, Grant.Verb.WRITE));
        try (SharePremises share = SharePremises.open(scenario.to, path, writing)) {
            Refusal refusal = assertThrows(Refusal.class, () -> share.target(request));
            assertEquals(Message.Reason.VERB_NOT_GRANTED, refusal.reason());
        }
    }
}
