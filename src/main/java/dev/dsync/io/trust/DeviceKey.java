package dev.dsync.io.trust;

import dev.dsync.io.fs.StateDirectory;
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
import java.util.List;
import java.util.Optional;

/**
 * This device's key pair and the self-signed certificate that carries it: Ed25519, made on first
 * use.
 *
 * <p>The file is PEM: the private key (PKCS #8), then the certificate.
 */
public final class DeviceKey {
    /** The file's name in the configuration folder. */
    public static final String FILE = "device.pem";

    /** The kind of key, by its name in the JDK. */
    public static final String ALGORITHM = "Ed25519";

    private static final int FILE_BYTES_MAX = 16 << 10;
    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";

    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final DeviceId id;

    private DeviceKey(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
        this.id = DeviceId.of(chain.getFirst().getPublicKey());
    }

    /** The key stored in {@code configuration}, made and stored first if there is none. */
    public static DeviceKey open(StateDirectory configuration, SecureRandom random)
            throws IOException {
        return open(new StoredFiles(configuration), random);
    }

    static DeviceKey open(PrivateFiles files, SecureRandom random) throws IOException {
        Optional<byte[]> stored = files.read(FILE, FILE_BYTES_MAX);
        if (stored.isEmpty()) {
            DeviceKey fresh = generate(random);
            if (files.create(FILE, fresh.pem().getBytes(StandardCharsets.US_ASCII))) {
                return fresh;
            }
            // Another process was first: its key is this device's.
            stored = files.read(FILE, FILE_BYTES_MAX);
        }
        String location = files.location(FILE);
        byte[] pem =
                stored.orElseThrow(
                        () -> new KeyFileException(location, KeyFileException.Reason.MISSING));
        return parse(new String(pem, StandardCharsets.US_ASCII), location);
    }

    /** A new key that is not stored. */
    public static DeviceKey generate(SecureRandom random) {
        try {
            KeyPair pair = pair(random);
            return new DeviceKey(
                    pair.getPrivate(), List.of(certify(pair, pair.getPrivate(), random)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A new key that is not stored and speaks for this device: this one has signed for it. So
     * several programs of a device are told from one another, and known to be that device's.
     */
    public DeviceKey delegate(SecureRandom random) {
        try {
            KeyPair pair = pair(random);
            return new DeviceKey(
                    pair.getPrivate(),
                    List.of(certify(pair, privateKey, random), chain.getFirst()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(255, random);
        return generator.generateKeyPair();
    }

    private static X509Certificate certify(KeyPair pair, PrivateKey signer, SecureRandom random)
            throws GeneralSecurityException, IOException {
        return certificate(Certificates.certificate(pair.getPublic(), signer, random));
    }

    /** This device's name among devices. */
    public DeviceId id() {
        return id;
    }

    /** The secret half. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The certificates shown to peers: this key's, and its device's where that is another. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The id; never the key. */
    @Override
    public String toString() {
        return "DeviceKey " + id;
    }

    private static DeviceKey parse(String pem, String location) throws KeyFileException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(section(pem, KEY_LABEL)));
            X509Certificate certificate = certificate(section(pem, CERTIFICATE_LABEL));
            if (certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
                return new DeviceKey(key, List.of(certificate));
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

    private String pem() throws IOException {
        try {
            return armoured(KEY_LABEL, privateKey.getEncoded())
                    + armoured(CERTIFICATE_LABEL, chain.getFirst().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String armoured(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
