package dev.dsync.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.trust.PairedDevices.Standing;
import dev.dsync.io.trust.Proof.Side;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    private static final ShareKey KEY = key("11");
    private static final ShareKey OTHER_KEY = key("22");
    private static final DeviceId DIALLER = new DeviceId(new Digest(1, 2, 3, 4));
    private static final DeviceId LISTENER = new DeviceId(new Digest(5, 6, 7, 8));
    private static final DeviceId DEVICE = new DeviceId(new Digest(13, 14, 15, 16));
    private static final ChannelBinding BINDING =
            new ChannelBinding(new Digest(9, 10, 11, 12), DIALLER, LISTENER);
    private static final Digest EXPORTER = BINDING.exporter();
    private static final Grant OWNER = Grant.parse("rw,owner").orElseThrow();

    private final Doorkeeper doorkeeper =
            new Doorkeeper(
                    List.of(
                            new Doorkeeper.Door(new ShareName("m"), OWNER, KEY),
                            new Doorkeeper.Door(new ShareName("r"), Grant.READ_ONLY, OTHER_KEY)),
                    (share, device) -> Standing.UNASKED,
                    new SecureRandom());

    @Test
    void proof_isTheMacOfAllFields() {
        // computed with another implementation of HMAC-SHA256
        assertEquals(
                "c2501788c6fed12a7cecc54f995055a45e6040e096b3ded67f5b173baee2d86c",
                Proof.of(KEY, Side.DIALLER, BINDING, "m").mac().toString());
    }

    @Test
    void anyFieldChanged_changesTheProof() {
        DeviceId third = new DeviceId(new Digest(1, 2, 3, 5));
        Digest exporter = new Digest(9, 10, 11, 13);
        Set<Digest> macs = new HashSet<>();
        for (Proof proof :
                List.of(
                        Proof.of(KEY, Side.DIALLER, BINDING, "m"),
                        Proof.of(OTHER_KEY, Side.DIALLER, BINDING, "m"),
                        Proof.of(KEY, Side.LISTENER, BINDING, "m"),
                        Proof.of(KEY, Side.DIALLER, BINDING, "n"),
                        Proof.of(KEY, Side.DIALLER, BINDING, "m\0"),
                        Proof.of(KEY, Side.DIALLER, binding(exporter, DIALLER, LISTENER), "m"),
                        Proof.of(KEY, Side.DIALLER, binding(EXPORTER, third, LISTENER), "m"),
                        Proof.of(KEY, Side.DIALLER, binding(EXPORTER, DIALLER, third), "m"),
                        Proof.of(KEY, Side.DIALLER, binding(EXPORTER, LISTENER, DIALLER), "m"))) {
            assertTrue(macs.add(proof.mac()));
        }
    }

    @Test
    void readWriteKey_getsTheWholeGrantAndAnAnswer() throws Exception {
        Doorkeeper.Admission admission =
                admit("m", Proof.of(KEY, Side.DIALLER, BINDING, "m")).orElseThrow();

        assertEquals(new ShareName("m"), admission.share());
        assertEquals(OWNER, admission.grant());
        assertEquals(DEVICE, admission.device());
        assertTrue(admission.answer().matches(Proof.of(KEY, Side.LISTENER, BINDING, "m")));
    }

    @Test
    void readOnlyKey_mayReadAndIsAnsweredByItself() throws Exception {
        ShareKey readOnly = KEY.readOnly();
        Doorkeeper.Admission admission =
                admit("m", Proof.of(readOnly, Side.DIALLER, BINDING, "m")).orElseThrow();

        assertEquals(Grant.READ_ONLY, admission.grant());
        assertTrue(admission.answer().matches(Proof.of(readOnly, Side.LISTENER, BINDING, "m")));
    }

    @Test
    void whateverElseIsProved_isNotAdmitted() throws Exception {
        DeviceId third = new DeviceId(new Digest(0, 0, 0, 1));
        ChannelBinding otherSession = binding(new Digest(0, 0, 0, 0), DIALLER, LISTENER);
        ChannelBinding otherDialler = binding(EXPORTER, third, LISTENER);
        for (Proof proof :
                List.of(
                        Proof.of(OTHER_KEY, Side.DIALLER, BINDING, "m"),
                        Proof.of(KEY, Side.LISTENER, BINDING, "m"),
                        Proof.of(KEY, Side.DIALLER, BINDING, "r"),
                        Proof.of(KEY, Side.DIALLER, otherSession, "m"),
                        Proof.of(KEY, Side.DIALLER, otherDialler, "m"),
                        new Proof(new Digest(0, 0, 0, 0)))) {
            assertEquals(Optional.empty(), admit("m", proof));
        }
        assertEquals(Optional.empty(), admit("x", Proof.of(KEY, Side.DIALLER, BINDING, "x")));
        assertEquals(Optional.empty(), admit("", Proof.of(KEY, Side.DIALLER, BINDING, "")));
        assertEquals(Optional.empty(), admit("../m", Proof.of(KEY, Side.DIALLER, BINDING, "../m")));
    }

    @Test
    void readOnlyShare_isReadOnlyForItsReadWriteKey() throws Exception {
        Proof proof = Proof.of(OTHER_KEY, Side.DIALLER, BINDING, "r");
        assertEquals(Grant.READ_ONLY, admit("r", proof).orElseThrow().grant());
    }

    private static Doorkeeper whoKnows(Standing standing) {
        return new Doorkeeper(
                List.of(new Doorkeeper.Door(new ShareName("m"), OWNER, KEY)),
                (share, device) -> {
                    assertEquals(new ShareName("m"), share);
                    assertEquals(DEVICE, device);
                    return standing;
                },
                new SecureRandom());
    }

    @Test
    void strangerWithTheKey_isTurnedAway_readerOnlyReads() throws Exception {
        Proof proof = Proof.of(KEY, Side.DIALLER, BINDING, "m");
        assertEquals(
                OWNER,
                whoKnows(Standing.PAIRED).admit("m", BINDING, DEVICE, proof).orElseThrow().grant());
        assertEquals(
                Grant.READ_ONLY,
                whoKnows(Standing.READER).admit("m", BINDING, DEVICE, proof).orElseThrow().grant());
        Doorkeeper strict = whoKnows(Standing.STRANGER);
        assertThrows(
                Doorkeeper.StrangerException.class,
                () -> strict.admit("m", BINDING, DEVICE, proof));
        Proof none = Proof.of(OTHER_KEY, Side.DIALLER, BINDING, "m");
        assertEquals(
                Optional.empty(),
                strict.admit("m", BINDING, DEVICE, none),
                "who has no key learns nothing");
    }

    @Test
    void sameNameTwice_isRefused() {
        Doorkeeper.Door door = new Doorkeeper.Door(new ShareName("m"), OWNER, KEY);
        List<Doorkeeper.Door> doors = List.of(door, door);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Doorkeeper(
                                doors, (share, device) -> Standing.UNASKED, new SecureRandom()));
    }

    @Test
    void printedProof_saysNothingOfIt() {
        assertFalse(new Proof(new Digest(1, 1, 1, 1)).toString().contains("1"));
    }

    private Optional<Doorkeeper.Admission> admit(String share, Proof proof) throws IOException {
        return doorkeeper.admit(share, BINDING, DEVICE, proof);
    }

    private static ChannelBinding binding(Digest exporter, DeviceId dialler, DeviceId listener) {
        return new ChannelBinding(exporter, dialler, listener);
    }

    private static ShareKey key(String octet) {
        return ShareKey.parse(octet.repeat(32)).orElseThrow();
    }
}
