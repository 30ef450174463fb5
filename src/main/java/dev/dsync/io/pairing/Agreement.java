package dev.dsync.io.pairing;

import dev.dsync.core.hash.Sha256;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.trust.DeviceId;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.agreement.jpake.JPAKEParticipant;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroup;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound1Payload;
import org.bouncycastle.crypto.agreement.jpake.JPAKERound2Payload;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * One end's part in J-PAKE (RFC 8236) over the group of 3,072 bits, bound to one TLS session: the
 * names under which the ends prove what they know hold the session's exporter value, and so do the
 * tags by which they confirm.
 */
final class Agreement {
    static final String EXPORTER_LABEL = "EXPORTER-dsync-pair/1";
    static final int ELEMENT_BYTES = 384;
    static final int SCALAR_BYTES = 32;
    static final int PROOF_BYTES = ELEMENT_BYTES + SCALAR_BYTES;
    static final int FIRST_BYTES = 2 * ELEMENT_BYTES + 2 * PROOF_BYTES;
    static final int SECOND_BYTES = ELEMENT_BYTES + PROOF_BYTES;
    static final int TAG_BYTES = 32;

    private static final String PROTOCOL = "dsync-pair/1";
    private static final JPAKEPrimeOrderGroup GROUP = JPAKEPrimeOrderGroups.NIST_3072;

    /** Which end of the connection. */
    enum Side {
        DIALLER("dialler"),
        LISTENER("listener");

        private final String word;

        Side(String word) {
            this.word = word;
        }

        Side other() {
            return this == DIALLER ? LISTENER : DIALLER;
        }
    }

    private final Side side;
    private final byte[] session;
    private final JPAKEParticipant participant;

    Agreement(
            Side side, SecureChannel channel, DeviceId own, PairingCode code, SecureRandom random) {
        this.side = side;
        DeviceId peer = channel.device();
        this.session =
                concatenated(
                        channel.export(EXPORTER_LABEL, 32),
                        (side == Side.DIALLER ? own : peer).spki().bytes(),
                        (side == Side.DIALLER ? peer : own).spki().bytes());
        participant =
                new JPAKEParticipant(
                        name(side),
                        code.secret().toCharArray(),
                        GROUP,
                        SHA256Digest.newInstance(),
                        random);
    }

    /** A name is part of what an end's proofs prove. */
    private String name(Side of) {
        return PROTOCOL + " " + of.word + " " + Sha256.of(session);
    }

    byte[] first() {
        JPAKERound1Payload payload = participant.createRound1PayloadToSend();
        return concatenated(
                element(payload.getGx1()),
                element(payload.getGx2()),
                proof(payload.getKnowledgeProofForX1()),
                proof(payload.getKnowledgeProofForX2()));
    }

    byte[] second() {
        JPAKERound2Payload payload = participant.createRound2PayloadToSend();
        return concatenated(element(payload.getA()), proof(payload.getKnowledgeProofForX2s()));
    }

    /** Takes what the peer said first. */
    void takeFirst(byte[] bytes) throws PairingException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        BigInteger gx1 = generated(in);
        BigInteger gx2 = generated(in);
        try {
            participant.validateRound1PayloadReceived(
                    new JPAKERound1Payload(name(side.other()), gx1, gx2, proof(in), proof(in)));
        } catch (CryptoException e) {
            throw between(e);
        }
    }

    /** Takes what the peer said then. */
    void takeSecond(byte[] bytes) throws PairingException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        BigInteger element = generated(in);
        try {
            participant.validateRound2PayloadReceived(
                    new JPAKERound2Payload(name(side.other()), element, proof(in)));
        } catch (CryptoException e) {
            throw between(e);
        }
    }

    /**
     * The tags of both sides; only who has the words has them.
     *
     * @param said the four messages of both, in the order in which they were said
     */
    Tags tags(byte[]... said) {
        byte[] key = Sha256.of(element(participant.calculateKeyingMaterial())).bytes();
        byte[] all = Sha256.of(concatenated(said)).bytes();
        byte[] own = tag(key, side, all);
        return new Tags(own, tag(key, side.other(), all));
    }

    /** What one end says to confirm, and what it must hear. */
    static final class Tags {
        private final byte[] own;
        private final byte[] expected;

        private Tags(byte[] own, byte[] expected) {
            this.own = own;
            this.expected = expected;
        }

        byte[] own() {
            return own;
        }

        /** Whether the peer said what only who has the words can say here. */
        boolean confirm(byte[] heard) {
            return MessageDigest.isEqual(expected, heard);
        }
    }

    private byte[] tag(byte[] key, Side of, byte[] all) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(name(of).getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PairingException between(CryptoException cause) {
        PairingException failure = new PairingException(PairingException.Reason.BETWEEN, false);
        failure.initCause(cause);
        return failure;
    }

    /**
     * An element other than one. What is none proves nothing, so nobody needs to be in between: it
     * is no part of any run of the protocol.
     */
    private static BigInteger generated(ByteBuffer in) throws PairingException {
        BigInteger element = number(in, ELEMENT_BYTES);
        boolean inRange =
                element.compareTo(BigInteger.ONE) > 0 && element.compareTo(GROUP.getP()) < 0;
        if (!inRange || !element.modPow(GROUP.getQ(), GROUP.getP()).equals(BigInteger.ONE)) {
            throw new PairingException(PairingException.Reason.MALFORMED, false);
        }
        return element;
    }

    private static BigInteger number(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new BigInteger(1, bytes);
    }

    private static BigInteger[] proof(ByteBuffer in) {
        return new BigInteger[] {number(in, ELEMENT_BYTES), number(in, SCALAR_BYTES)};
    }

    private static byte[] proof(BigInteger[] proof) {
        return concatenated(element(proof[0]), fixed(proof[1], SCALAR_BYTES));
    }

    private static byte[] element(BigInteger number) {
        return fixed(number, ELEMENT_BYTES);
    }

    /** Big-endian, with zeros before. */
    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int from = Math.max(0, bytes.length - length);
        int count = bytes.length - from;
        System.arraycopy(bytes, from, fixed, length - count, count);
        return fixed;
    }

    private static byte[] concatenated(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }
}
