package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.transport.TransportException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages whose words depend on more than their kind. */
class MessageWordsTest {
    private static String source(String reason) {
        return Messages.of(new Problem(RelPath.ROOT, Problem.Kind.SOURCE, reason));
    }

    @Test
    void aSlashBehindAFile_isWhatIsWrong() {
        assertEquals(
                "cannot read s/a/: Not a directory;"
                        + " leave out the slash, which stands for what is in it",
                source("s/a/: Not a directory"));
        assertEquals(
                "cannot read s/a/b: Not a directory; check the source's name",
                source("s/a/b: Not a directory"));
    }

    @Test
    void aShellThatSaysNothing_isNotQuoted() throws ReflectiveOperationException {
        assertEquals(
                "cannot reach PEER: the remote shell ended with 137;"
                        + " try to log in with it yourself",
                Messages.of(
                                MessagesTest.made(
                                        TransportException.SshFailed.class, "PEER", 137, " \n"))
                        .message());
        assertEquals(
                "cannot start dsync on PEER: it is not on the PATH there;"
                        + " install it there, or name it with --dsync-path",
                Messages.of(MessagesTest.made(TransportException.DsyncNotFound.class, "PEER", ""))
                        .message());
    }

    @Test
    void aMissingDestination_isNotNeededForAListing() {
        Location only = new Location.LocalLocation(TypedPath.literal("s/"));
        assertEquals(
                "no destination given; only --list-only needs none",
                assertThrows(UsageException.class, () -> Ends.of(List.of(only))).getMessage());
    }
}
