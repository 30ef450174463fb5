package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extended attributes on their way. */
final class XattrsTest {
    private static final Xattrs.Key USER = Xattrs.Key.of("user.a");
    private static final Xattrs.Key TRUSTED = Xattrs.Key.of("trusted.a");

    private static Scenario scenario(Namespaces counted) throws IOException {
        Scenario scenario = new Scenario(7);
        scenario.profile = scenario.profile.withXattrs(counted);
        return scenario;
    }

    private static void set(MemoryTree tree, String path, Xattrs.Key key, byte[] value)
            throws IOException {
        tree.at(path, (directory, name) -> directory.xattrs(name).set(key, value));
    }

    private static List<Xattrs.Key> keys(MemoryTree tree, String path) throws IOException {
        List<Xattrs.Key> keys = new ArrayList<>();
        tree.at(path, (directory, name) -> keys.addAll(directory.xattrs(name).keys()));
        return keys;
    }

    private static long problems(VirtualRun run) {
        return assertInstanceOf(Ending.Done.class, run.ending()).problems();
    }

    @ParameterizedTest
    @EnumSource(Namespaces.class)
    void listenerThatKeepsNone_isNotPushedTo(Namespaces counted) throws IOException {
        Scenario scenario = scenario(counted);
        scenario.source.file("f", "x", 100);
        Optional<Ending> ending =
                scenario.pushedTo(
                        Agreed.to(scenario.profile.withXattrs(Namespaces.NONE), RelPath.ROOT),
                        "a/");
        boolean refused = ending.filter(Ending.Refused.class::isInstance).isPresent();
        assertEquals(counted != Namespaces.NONE, refused);
    }

    @ParameterizedTest
    @EnumSource(Namespaces.class)
    void thoseThatCount_areMadeTheSource(Namespaces counted) throws IOException {
        Scenario scenario = scenario(counted);
        scenario.source.file("f", "x", 100).directory("d");
        scenario.target.file("f", "x", 100).directory("d");
        for (String path : List.of("f", "d")) {
            set(scenario.source, path, USER, new byte[] {1});
            set(scenario.source, path, TRUSTED, new byte[] {1});
            set(scenario.target, path, Xattrs.Key.of("user.more"), new byte[] {2});
        }
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, problems(run));
        }
        List<Xattrs.Key> wanted =
                switch (counted) {
                    case NONE -> List.of(Xattrs.Key.of("user.more"));
                    case USER -> List.of(USER);
                    case ALL -> List.of(TRUSTED, USER);
                };
        assertEquals(wanted, keys(scenario.target, "f"));
        assertEquals(wanted, keys(scenario.target, "d"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreThanAListingCarries_isAProblemOfThatFileAlone(boolean push) throws IOException {
        Scenario scenario = scenario(Namespaces.ALL);
        byte[] much = new byte[Entry.Xattrs.Told.BYTES_MAX];
        scenario.source.file("f", "x", 100).file("g", "y", 100);
        set(scenario.source, "f", USER, much);
        set(scenario.source, "g", USER, new byte[] {1});
        try (VirtualRun run = scenario.run(push).toEnd()) {
            assertEquals(1, problems(run));
        }
        assertEquals(
                List.of(Problem.Kind.SET_ATTRIBUTES),
                scenario.problems().stream().map(Problem::kind).toList());
        assertArrayEquals(new byte[] {'x'}, scenario.target.bytes("f"));
        assertEquals(List.of(), keys(scenario.target, "f"));
        assertEquals(List.of(USER), keys(scenario.target, "g"));
    }

    @Test
    void moreThanAListingCarries_andThereAlready_isNoProblem() throws IOException {
        Scenario scenario = scenario(Namespaces.ALL);
        byte[] much = new byte[Entry.Xattrs.Told.BYTES_MAX];
        byte[] content = {'x'};
        scenario.source.file("f", content, 0600, new Timestamp(100, 5));
        scenario.target.file("f", content, 0644, new Timestamp(100, 5));
        set(scenario.source, "f", USER, much);
        set(scenario.target, "f", USER, much);
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, problems(run));
        }
        assertEquals(List.of(USER), keys(scenario.target, "f"));
        assertTrue(scenario.target.look().getOrDefault("f", "").startsWith("FILE 600"));
    }
}
