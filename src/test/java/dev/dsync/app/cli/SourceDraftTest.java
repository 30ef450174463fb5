package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options say of sources. */
final class SourceDraftTest {
    @TempDir private Path home;

    private Order order(String flags) throws UsageException, IOException, InvalidRuleException {
        return Orders.of(home, flags);
    }

    @Test
    void links_areFollowedAsAsked() throws Exception {
        assertEquals(Scope.Links.NONE, order("-L --no-L").run().scope().links());
        assertEquals(new Scope.Links(true, true, false), order("-L -k").run().scope().links());
        assertEquals(
                new Scope.Links(false, false, true),
                order("--copy-unsafe-links --copy-dirlinks --no-copy-dirlinks")
                        .run()
                        .scope()
                        .links());
    }

    @Test
    void linksThatAreFollowedAnyway_areSaid() throws Exception {
        assertEquals(List.of(), order("-k --copy-unsafe-links").view().notes());
        assertEquals(
                List.of(
                        "--copy-unsafe-links changes nothing: -L follows all",
                        "-k changes nothing: -L follows all"),
                order("-L -k --copy-unsafe-links").view().notes());
    }
}
