package dev.dsync.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

    @Test
    void knownMessages_knownDigests() {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Sha256.of(new byte[0]).toString());
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Sha256.of(ABC).toString());
    }

    @Test
    void piecesAndReuse_sameDigest() {
        Sha256 sha256 = new Sha256();
        assertEquals(Sha256.of(ABC), sha256.update(ABC, 0, 1).update(ABC, 1, 2).finish());
        assertEquals(Sha256.of(new byte[0]), sha256.finish());
        Digest digest = Sha256.of(ABC);
        assertEquals(digest, Digest.of(digest.bytes(), 0));
    }
}
