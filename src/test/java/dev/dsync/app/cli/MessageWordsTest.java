package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aSlashBehindAFile_isSaidByAPush(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("f"), "x");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = {"push", directory + "/f/", directory + "/to/"};
        Main.run(
                Stream.of(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList(),
                new ByteArrayOutputStream(),
                err,
                Map.of("DSYNC_HOME", directory + "/home"));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("/f/: Not a directory; leave out the slash"), said);
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
