package dev.dsync.io.trust;

import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The key by which this device shows itself to browsers, which know no Ed25519: EC P-256, with a
 * self-signed certificate, made on first use. People compare its fingerprint.
 */
public final class BrowserKey {
    /** The file's name in the configuration folder. */
    public static final String FILE = "browser.pem";

    static final String ALGORITHM = "EC";
    private static final int BITS = 256;

    private final PemPair pair;

    private BrowserKey(PemPair pair) {
        this.pair = pair;
    }

    /** The key stored in {@code configuration}, made and stored first if there is none. */
    public static BrowserKey open(StateDirectory configuration, SecureRandom random)
            throws IOException {
        StoredFiles files = new StoredFiles(configuration);
        return new BrowserKey(PemPair.open(files, FILE, ALGORITHM, BITS, random));
    }

    /** SHA-256 of the certificate, as browsers show it. */
    public String fingerprint() {
        try {
            byte[] digest = Crypto.sha256(pair.certificate().getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a TLS server needs to show it; visitors show nothing. */
    public SSLContext context() {
        char[] none = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            X509Certificate[] chain = {pair.certificate()};
            store.setKeyEntry("browser", pair.privateKey(), none, chain);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fingerprint; never the key. */
    @Override
    public String toString() {
        return "BrowserKey " + fingerprint();
    }
}
