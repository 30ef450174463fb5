package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.trust.ShareName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairServiceTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Cancellation cancellation = new Cancellation();
    @TempDir private Path directory;

    private PairService service(Duration validity) throws IOException {
        Map<String, String> environment = Map.of("DSYNC_HOME", directory.resolve("home") + "");
        Console console = new Console(out, out, environment, 0, System::nanoTime, cancellation);
        Identity identity = new Identity(FileSystem.ofThisMachine(), environment);
        Announcer announcer = new Announcer(identity, console, "anna", false);
        return new PairService(identity, console, announcer, validity);
    }

    private static InetSocketAddress here() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    void nobodyInTime_isSaid() throws IOException {
        PairService service = service(Duration.ofMillis(20));
        ToldException told =
                assertThrows(
                        ToldException.class,
                        () -> service.show(new ShareName("notes"), false, here()));
        assertEquals(ExitCode.TIMEOUT, told.failure().exitCode());
        assertTrue(told.failure().message().endsWith("pair --share notes again for a new code"));
    }

    @Test
    void interrupted_ends() throws IOException {
        cancellation.cancel();
        PairService service = service(Duration.ofMinutes(10));
        assertEquals(ExitCode.INTERRUPTED, service.show(new ShareName("notes"), false, here()));
    }

    @Test
    void codeWithoutItsNumber_needsAMachine() throws IOException {
        PairService service = service(Duration.ofMinutes(10));
        byte[] typed = "acid zinc zoo\n".getBytes(StandardCharsets.UTF_8);
        Console console = new Console(out, out, Map.of(), 0, System::nanoTime, cancellation);
        CodePrompt prompt = new CodePrompt(new ByteArrayInputStream(typed), console, false);
        assertThrows(UsageException.class, () -> service.join("", prompt));
    }
}
