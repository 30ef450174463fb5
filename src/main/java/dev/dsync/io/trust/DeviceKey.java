package dev.dsync.io.trust;

import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

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
    private final List<X509Certificate> chain;
    private final DeviceId id;

    private DeviceKey(PemPair pair, List<X509Certificate> chain) {
        this.pair = pair;
        this.chain = List.copyOf(chain);
        this.id = DeviceId.of(pair.certificate().getPublicKey());
    }

    /** The key stored in {@code configuration}, made and stored first if there is none. */
    public static DeviceKey open(StateDirectory configuration, SecureRandom random)
            throws IOException {
        return open(new StoredFiles(configuration), random);
    }

    static DeviceKey open(PrivateFiles files, SecureRandom random) throws IOException {
        return of(PemPair.open(files, FILE, ALGORITHM, BITS, random));
    }

    /** A new key that is not stored. */
    public static DeviceKey generate(SecureRandom random) {
        return of(PemPair.generate(ALGORITHM, BITS, random));
    }

    /**
     * A new key that is not stored and speaks for this device: this one has signed for it. So
     * several programs of a device are told from one another, and known to be that device's.
     */
    public DeviceKey delegate(SecureRandom random) {
        PemPair delegate = pair.signing(ALGORITHM, BITS, random);
        return new DeviceKey(delegate, List.of(delegate.certificate(), pair.certificate()));
    }

    private static DeviceKey of(PemPair pair) {
        return new DeviceKey(pair, List.of(pair.certificate()));
    }

    /** This device's name among devices. */
    public DeviceId id() {
        return id;
    }

    /** The secret half. */
    public PrivateKey privateKey() {
        return pair.privateKey();
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
}
