package dev.dsync.io.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MemoryFiles files = new MemoryFiles();

    @Test
    void firstUse_storesAKeyThatIsFoundAgain() throws Exception {
        DeviceKey first = DeviceKey.open(files, RANDOM);
        DeviceKey again = DeviceKey.open(files, RANDOM);

        assertEquals(first.id(), again.id());
        assertEquals(first.chain(), again.chain());
        assertArrayEquals(first.privateKey().getEncoded(), again.privateKey().getEncoded());
        assertEquals(1, files.contents.size());
    }

    @Test
    void anotherProcessFirst_itsKeyIsTaken() throws Exception {
        MemoryFiles others = new MemoryFiles();
        DeviceKey other = DeviceKey.open(others, RANDOM);
        files.createdFirst = Optional.ofNullable(others.contents.get(DeviceKey.FILE));

        assertEquals(other.id(), DeviceKey.open(files, RANDOM).id());
    }

    @Test
    void certificate_carriesTheKeyForEver() throws Exception {
        DeviceKey key = DeviceKey.generate(RANDOM);
        X509Certificate certificate = key.chain().getFirst();

        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(java.util.Date.from(Instant.parse("2000-01-02T00:00:00Z")));
        certificate.checkValidity(java.util.Date.from(Instant.parse("9999-12-30T00:00:00Z")));
        assertEquals(3, certificate.getVersion());
        assertEquals(certificate.getSubjectX500Principal(), certificate.getIssuerX500Principal());
        assertEquals(DeviceId.of(certificate.getPublicKey()), key.id());
        Signature signature = Signature.getInstance(DeviceKey.ALGORITHM);
        signature.initSign(key.privateKey());
        signature.update((byte) 7);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update((byte) 7);
        assertTrue(signature.verify(signed));
    }

    @Test
    void twoKeys_differ() {
        assertNotEquals(DeviceKey.generate(RANDOM).id(), DeviceKey.generate(RANDOM).id());
    }

    @Test
    void spoiltFile_isNamedButNotQuoted() throws Exception {
        DeviceKey.open(files, RANDOM);
        String pem =
                new String(
                        Optional.ofNullable(files.contents.get(DeviceKey.FILE)).orElseThrow(),
                        StandardCharsets.US_ASCII);
        int certificate = pem.indexOf("-----BEGIN CERTIFICATE");
        for (String spoilt :
                new String[] {
                    "",
                    "hunter2",
                    pem.substring(0, certificate),
                    pem.substring(certificate),
                    pem.replace("-----END CERTIFICATE", "-----END"),
                    pem.substring(0, 40) + "AAAA" + pem.substring(40),
                    pem.substring(certificate) + "-----BEGIN PRIVATE KEY-----\nMTIzNA==\n"
                }) {
            files.contents.put(DeviceKey.FILE, spoilt.getBytes(StandardCharsets.US_ASCII));
            KeyFileException failure =
                    assertThrows(
                            KeyFileException.class, () -> DeviceKey.open(files, RANDOM), spoilt);
            assertEquals(KeyFileException.Reason.MALFORMED, failure.reason());
            assertEquals("/home/u/.config/dsync/device.pem", failure.location());
            assertEquals("MALFORMED /home/u/.config/dsync/device.pem", failure.getMessage());
            assertEquals(null, failure.getCause());
        }
    }

    @Test
    void printed_showsNothingSecret() {
        DeviceKey key = DeviceKey.generate(RANDOM);
        assertEquals("DeviceKey " + key.id(), key.toString());
        assertFalse(key.toString().contains("PRIVATE"));
    }
}
