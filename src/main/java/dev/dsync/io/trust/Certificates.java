package dev.dsync.io.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/** Makes the certificates of new keys; nothing else here loads Bouncy Castle. */
final class Certificates {
    /** Long before any clock that is wrong; identity is the key, so age means nothing. */
    private static final String NOT_BEFORE = "000101000000Z";

    /** RFC 5280's "no well-defined expiration date". */
    private static final String NOT_AFTER = "99991231235959Z";

    private static final int SERIAL_BITS = 63;

    private Certificates() {}

    /** A certificate over an Ed25519 or EC key, signed with a private one of the kind, as DER. */
    static byte[] certificate(PublicKey key, PrivateKey signer, SecureRandom random)
            throws IOException, GeneralSecurityException {
        X500Name name = new X500Name("CN=dsync");
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        return new X509v3CertificateBuilder(
                        name,
                        serial,
                        new Time(new DERUTCTime(NOT_BEFORE)),
                        new Time(new DERGeneralizedTime(NOT_AFTER)),
                        name,
                        SubjectPublicKeyInfo.getInstance(key.getEncoded()))
                .build(new Signer(signer))
                .getEncoded();
    }

    /** Signs with the JDK, so that Bouncy Castle's provider is not started. */
    private static final class Signer implements ContentSigner {
        private final Signature signature;
        private final ByteArrayOutputStream signed = new ByteArrayOutputStream();

        private final ASN1ObjectIdentifier algorithm;

        Signer(PrivateKey signer) throws GeneralSecurityException {
            boolean curve = signer.getAlgorithm().equals(BrowserKey.ALGORITHM);
            algorithm =
                    curve
                            ? X9ObjectIdentifiers.ecdsa_with_SHA256
                            : EdECObjectIdentifiers.id_Ed25519;
            signature = Signature.getInstance(curve ? "SHA256withECDSA" : DeviceKey.ALGORITHM);
            signature.initSign(signer);
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(algorithm);
        }

        @Override
        public OutputStream getOutputStream() {
            return signed;
        }

        @Override
        public byte[] getSignature() {
            try {
                signature.update(signed.toByteArray());
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
