package dev.dsync.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void key_isMadeOnceAndStaysTheSame(@TempDir Path folder) throws IOException {
        byte[] path = folder.resolve("home").toString().getBytes(StandardCharsets.UTF_8);
        try (StateDirectory home = StateDirectory.open(FileSystem.ofThisMachine(), path, RANDOM)) {
            BrowserKey key = BrowserKey.open(home, RANDOM);
            assertEquals(key.fingerprint(), BrowserKey.open(home, RANDOM).fingerprint());
            assertTrue(key.fingerprint().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"));
            assertFalse(key.toString().contains("PRIVATE"));
        }
    }

    @Test
    void certificate_isSignedByItsKeyWhichBrowsersKnow() throws GeneralSecurityException {
        PemPair pair = PemPair.generate(BrowserKey.ALGORITHM, 256, RANDOM);
        pair.certificate().verify(pair.certificate().getPublicKey());
        assertEquals("SHA256withECDSA", pair.certificate().getSigAlgName());
    }
}
