package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.PairedDevices.Standing;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final ShareName NOTES = new ShareName("notes");
    private static final DeviceId LAPTOP = new DeviceId(new Digest(1, 2, 3, 4));
    private static final DeviceId NAS = new DeviceId(new Digest(5, 6, 7, 8));
    private static final ShareKey KEY = ShareKey.generate(new SecureRandom());
    private static final ShareKey OTHER = ShareKey.generate(new SecureRandom());

    @TempDir private Path directory;
    private Identity identity;

    @BeforeEach
    void pair() throws IOException {
        identity =
                new Identity(
                        FileSystem.ofThisMachine(),
                        Map.of("DSYNC_HOME", directory.resolve("home").toString()));
        try (StateDirectory folder = identity.folder()) {
            new PairedDevices(folder).add(LAPTOP, "laptop", NOTES, PairedDevices.Access.READ_WRITE);
        }
    }

    private void store(ShareKey key) throws IOException {
        try (StateDirectory folder = identity.folder()) {
            new ShareKeys(folder).keep(NOTES, key);
        }
    }

    private void assertNas(Standing expected, ShareKey key) throws IOException {
        assertEquals(expected, identity.acquaintance(Map.of(NOTES, key)).standing(NOTES, NAS));
    }

    @Test
    void anotherShareOfThatName_isForWhoHasItsKey() throws IOException {
        store(KEY);
        assertNas(Standing.STRANGER, KEY);
        assertNas(Standing.STRANGER, KEY.readOnly());
        assertNas(Standing.UNASKED, OTHER);
        assertNas(Standing.UNASKED, OTHER.readOnly());
    }

    @Test
    void keyThatWrites_whereThatWhichReadsIsStored_isOfTheSameShare() throws IOException {
        store(KEY.readOnly());
        assertNas(Standing.STRANGER, KEY);
        assertNas(Standing.UNASKED, OTHER);
    }

    @Test
    void whereNoKeyIsStored_theListCounts() throws IOException {
        assertNas(Standing.STRANGER, OTHER);
    }
}
