package dev.dsync.io.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * A private key and the certificate over its public half, as a rule signed by itself, kept in a
 * file as PEM: the key (PKCS #8), then the certificate.
 */
record PemPair(PrivateKey privateKey, X509Certificate certificate) {
    private static final int FILE_BYTES_MAX = 16 << 10;
    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";

    /**
     * The pair stored under that name, made and stored first if there is none.
     *
     * @param algorithm of the key, by its name in the JDK
     * @param bits of the key
     */
    static PemPair open(
            PrivateFiles files, String name, String algorithm, int bits, SecureRandom random)
            throws IOException {
        Optional<byte[]> stored = files.read(name, FILE_BYTES_MAX);
        if (stored.isEmpty()) {
            PemPair fresh = generate(algorithm, bits, random);
            if (files.create(name, fresh.pem().getBytes(StandardCharsets.US_ASCII))) {
                return fresh;
            }
            // Another process was first: its key is this device's.
            stored = files.read(name, FILE_BYTES_MAX);
        }
        String location = files.location(name);
        byte[] pem =
                stored.orElseThrow(
                        () -> new KeyFileException(location, KeyFileException.Reason.MISSING));
        return parse(new String(pem, StandardCharsets.US_ASCII), algorithm, location);
    }

    /** A new pair that is not stored. */
    static PemPair generate(String algorithm, int bits, SecureRandom random) {
        try {
            KeyPair pair = pair(algorithm, bits, random);
            return certified(pair, pair.getPrivate(), random);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new pair that is not stored, whose certificate this one has signed. */
    PemPair signing(String algorithm, int bits, SecureRandom random) {
        try {
            return certified(pair(algorithm, bits, random), privateKey, random);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String algorithm, int bits, SecureRandom random)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits, random);
        return generator.generateKeyPair();
    }

    private static PemPair certified(KeyPair pair, PrivateKey signer, SecureRandom random)
            throws GeneralSecurityException, IOException {
        byte[] certificate = Certificates.certificate(pair.getPublic(), signer, random);
        return new PemPair(pair.getPrivate(), certificate(certificate));
    }

    private static PemPair parse(String pem, String algorithm, String location)
            throws KeyFileException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(section(pem, KEY_LABEL)));
            X509Certificate certificate = certificate(section(pem, CERTIFICATE_LABEL));
            if (certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
                return new PemPair(key, certificate);
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // The cause is left out: a parser's words may quote what it read.
        }
        throw new KeyFileException(location, KeyFileException.Reason.MALFORMED);
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] section(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----", Math.max(from, 0));
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException(label);
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }

    /** The algorithm; never the key. */
    @Override
    public String toString() {
        return "PemPair " + privateKey.getAlgorithm();
    }

    private String pem() throws IOException {
        try {
            return armoured(KEY_LABEL, privateKey.getEncoded())
                    + armoured(CERTIFICATE_LABEL, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String armoured(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
