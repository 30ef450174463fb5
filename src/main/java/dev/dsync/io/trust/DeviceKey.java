package dev.dsync.io.trust;

import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;

/**
 * This device's key pair and the self-signed certificate that carries it: Ed25519, made on first
 * use.
 */
public final class DeviceKey {
    /** The file's name in the configuration folder. */
    public static final String FILE = "device.pem";

    /** The kind of key, by its name in the JDK. */
    public static final String ALGORITHM = "Ed25519";

    private static final int BITS = 255;

    private final PemPair pair;
    private final DeviceId id;

    private DeviceKey(PemPair pair) {
        this.pair = pair;
        this.id = DeviceId.of(pair.certificate().getPublicKey());
    }

    /** The key stored in {@code configuration}, made and stored first if there is none. */
    public static DeviceKey open(StateDirectory configuration, SecureRandom random)
            throws IOException {
        return open(new StoredFiles(configuration), random);
    }

    static DeviceKey open(PrivateFiles files, SecureRandom random) throws IOException {
        return new DeviceKey(PemPair.open(files, FILE, ALGORITHM, BITS, random));
    }

    /** A new key that is not stored. */
    public static DeviceKey generate(SecureRandom random) {
        return new DeviceKey(PemPair.generate(ALGORITHM, BITS, random));
    }

    /** This device's name among devices. */
    public DeviceId id() {
        return id;
    }

    /** The secret half. */
    public PrivateKey privateKey() {
        return pair.privateKey();
    }

    /** The certificate shown to peers. */
    public X509Certificate certificate() {
        return pair.certificate();
    }

    /** The id; never the key. */
    @Override
    public String toString() {
        return "DeviceKey " + id;
    }
}
