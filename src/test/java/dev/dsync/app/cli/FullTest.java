package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Profile.Namespaces;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept under the options that mean more than the usual. */
class FullTest {
    @TempDir private Path home;

    private RunOptions run(String flags) throws Exception {
        return Orders.typed(home, flags + " a b").run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--full", "-aHXAS", "-r --full", "--no-full --full"})
    void full_isAllOfThem(String flags) throws Exception {
        RunOptions run = run(flags);
        Profile all =
                new Profile(
                                true, false, true, true, true, true, true, true, true, true, true,
                                true, false)
                        .withAcls(true);
        assertEquals(all, run.profile());
        assertTrue(run.scope().recursive());
    }

    @Test
    void noFull_isNothing() throws Exception {
        RunOptions run = run("-aHXAS --no-full");
        Profile none =
                new Profile(
                        false, false, false, false, false, false, false, false, false, false, false,
                        false, false);
        assertEquals(none, run.profile());
        assertFalse(run.scope().recursive());
    }

    @Test
    void whatIsTakenBackBehindIt_isNotKept() throws Exception {
        Profile profile = run("--full --no-X --no-H").profile();
        assertEquals(Namespaces.NONE, profile.xattrs());
        assertFalse(profile.hardLinks());
        assertTrue(profile.acls());
    }

    @Test
    void lists_bringPermissionsAlong() throws Exception {
        assertTrue(run("-rA").profile().permissions());
        assertTrue(run("-A --no-p").profile().permissions());
        assertFalse(run("-rAE").profile().executability());
        assertFalse(run("-r --no-A").profile().permissions());
    }
}
