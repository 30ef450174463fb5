package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.Grant.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access control lists on their way. */
final class AclsTest {
    private static final Timestamp TIME = new Timestamp(100, 5);
    private static final byte[] CONTENT = {'x'};

    private static Acls.Members users(Map<Long, Integer> users) {
        return new Acls.Members(new TreeMap<>(users), new TreeMap<>());
    }

    private static final Acls.Access LIST = new Acls.Access(4, users(Map.of(9L, 7)));
    private static final Acls.Access OTHER = new Acls.Access(0, users(Map.of(8L, 1)));
    private static final Acls.Inherited MADE =
            new Acls.Inherited(7, 5, 0, OptionalInt.of(5), users(Map.of(9L, 5)));

    private static Scenario scenario(boolean counted) throws IOException {
        Scenario scenario = new Scenario(7);
        scenario.profile = scenario.profile.withAcls(counted);
        return scenario;
    }

    private static void give(MemoryTree tree, String path, Acls.Access list, int mode)
            throws IOException {
        tree.at(
                path,
                (directory, name) -> {
                    directory.xattrs(name).setAccess(list, mode);
                    directory.setMode(name, mode);
                });
    }

    private static void giveMade(MemoryTree tree, String path) throws IOException {
        tree.at(path, (directory, name) -> directory.xattrs(name).setInherited(MADE));
    }

    private static Acls acls(MemoryTree tree, String path, Kind kind) throws IOException {
        Acls[] found = new Acls[1];
        tree.at(path, (directory, name) -> found[0] = directory.xattrs(name).acls(kind));
        return found[0];
    }

    private static long problems(VirtualRun run) {
        return assertInstanceOf(Ending.Done.class, run.ending()).problems();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listenerThatKeepsNone_isNotPushedTo(boolean counted) throws IOException {
        Scenario scenario = scenario(counted);
        scenario.source.file("f", "x", 100);
        Optional<Ending> ending =
                scenario.pushedTo(Agreed.to(scenario.profile.withAcls(false), RelPath.ROOT), "a/");
        boolean refused = ending.filter(Ending.Refused.class::isInstance).isPresent();
        assertEquals(counted, refused);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listsOfTheSource_areThoseOfTheTargetAfterwards(boolean push) throws IOException {
        Scenario scenario = scenario(true);
        MemoryTree source = scenario.source;
        MemoryTree target = scenario.target;
        source.file("new", "x", 100).file("there", CONTENT, 0600, TIME);
        source.file("without", CONTENT, 0640, TIME).directory("d").directory("e");
        target.file("there", CONTENT, 0640, TIME).file("without", CONTENT, 0640, TIME);
        target.directory("e");
        give(source, "new", LIST, 0670);
        give(source, "there", LIST, 0670);
        give(source, "d", LIST, 0770);
        giveMade(source, "d");
        give(target, "there", OTHER, 0640);
        give(target, "without", OTHER, 0670);
        giveMade(target, "e");
        try (VirtualRun run = scenario.run(push).toEnd()) {
            assertEquals(0, problems(run));
        }
        Acls list = new Acls(LIST, null);
        assertEquals(list, acls(target, "new", Kind.FILE));
        assertEquals(list, acls(target, "there", Kind.FILE));
        assertEquals(Acls.NONE, acls(target, "without", Kind.FILE));
        assertEquals(new Acls(LIST, MADE), acls(target, "d", Kind.DIRECTORY));
        assertEquals(Acls.NONE, acls(target, "e", Kind.DIRECTORY));
        assertEquals(scenario.source.look().get("there"), scenario.target.look().get("there"));
        assertEquals(source.look().get("without"), target.look().get("without"));
    }

    @Test
    void listsThatDoNotCount_areLeftAlone() throws IOException {
        Scenario scenario = scenario(false);
        scenario.source.file("f", CONTENT, 0640, TIME);
        scenario.target.file("f", CONTENT, 0640, TIME);
        give(scenario.source, "f", LIST, 0670);
        give(scenario.target, "f", OTHER, 0640);
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, problems(run));
        }
        assertEquals(new Acls(OTHER, null), acls(scenario.target, "f", Kind.FILE));
    }

    @Test
    void namedUsers_areMappedAsOwnersAre() throws IOException {
        Scenario scenario = scenario(true);
        scenario.attributes =
                new AttributeChanges(
                        true,
                        ModeChanges.NONE,
                        IdMap.of("8:21,9:21,10:22").orElseThrow(),
                        IdMap.NONE);
        scenario.source.file("f", "x", 100);
        Acls.Access list = new Acls.Access(4, users(Map.of(8L, 1, 9L, 2, 10L, 3, 11L, 4)));
        give(scenario.source, "f", list, 0670);
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, problems(run));
        }
        Acls.Access mapped = new Acls.Access(4, users(Map.of(21L, 1, 22L, 3, 11L, 4)));
        assertEquals(new Acls(mapped, null), acls(scenario.target, "f", Kind.FILE));
    }

    @Test
    void share_keepsThemWhereItGrantsOwners() throws IOException {
        Scenario scenario = scenario(true);
        byte[] path = "a".getBytes(StandardCharsets.UTF_8);
        Set<Verb> verbs = EnumSet.of(Verb.READ, Verb.WRITE, Verb.DELETE, Verb.XATTR);
        try (var share = SharePremises.open(scenario.from, path, new Grant(verbs))) {
            assertFalse(share.profile().acls());
        }
        verbs.add(Verb.OWNER);
        try (var share = SharePremises.open(scenario.from, path, new Grant(verbs))) {
            assertTrue(share.profile().acls());
        }
    }
}
