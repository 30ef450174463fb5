package dev.dsync.io.transport;

import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.DeviceKey;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * This device's part in TLS: 1.3 alone, its own certificate, any device's key accepted, nothing
 * resumed.
 *
 * <p>Whoever holds a key may connect; who may do anything is decided by the proof of a share key
 * over the session's exporter, which a man in the middle cannot carry from one session to another.
 *
 * <p>Making one costs most of the start of TLS and needs no socket, so it can be done beside other
 * work.
 */
public final class TlsEndpoint {
    private static final String PROTOCOL = "dsync/1";
    private static final String PAIRING_PROTOCOL = "dsync-pair/1";

    private static final String ALIAS = "device";

    /** More than the 7 days RFC 8446 allows, which is how JSSE is told to issue no tickets. */
    private static final int NO_TICKETS_SECONDS = 7 * 24 * 60 * 60 + 1;

    private final SSLContext context;
    private final DeviceId id;
    private final String protocol;

    /** The endpoint of the device with this key. */
    public TlsEndpoint(DeviceKey key) {
        this(key, PROTOCOL);
    }

    /** The same where devices become known to each other, which is another protocol. */
    public static TlsEndpoint forPairing(DeviceKey key) {
        return new TlsEndpoint(key, PAIRING_PROTOCOL);
    }

    private TlsEndpoint(DeviceKey key, String protocol) {
        this.protocol = protocol;
        try {
            context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {new OneKey(key)}, new TrustManager[] {new AnyDevice()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
        id = key.id();
    }

    /** Who this end is in its sessions. */
    public DeviceId id() {
        return id;
    }

    /** The application protocol, offered and demanded. */
    String protocol() {
        return protocol;
    }

    /** TLS over a connected socket; no byte is sent before the handshake is started. */
    SSLSocket layer(Socket socket, boolean dialler) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
        tls.setUseClientMode(dialler);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setCipherSuites(
                new String[] {"TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"});
        parameters.setNamedGroups(new String[] {"x25519"});
        parameters.setSignatureSchemes(new String[] {"ed25519"});
        parameters.setApplicationProtocols(new String[] {protocol});
        if (!dialler) {
            parameters.setNeedClientAuth(true);
        }
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** The device's key, whatever is asked for. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final DeviceKey key;

        OneKey(DeviceKey key) {
            this.key = key;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return key.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key.privateKey();
        }
    }

    /**
     * Accepts one certificate over one Ed25519 key, or a second one that has signed for the first.
     * Names and dates are not looked at: the key is the identity, and TLS itself has the peer prove
     * that it holds it.
     */
    private static final class AnyDevice extends X509ExtendedTrustManager {
        private static void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length != 1 && chain.length != 2) {
                throw new CertificateException("neither one certificate nor two");
            }
            for (X509Certificate certificate : chain) {
                String algorithm = certificate.getPublicKey().getAlgorithm();
                if (!algorithm.equals("EdDSA") && !algorithm.equals(DeviceKey.ALGORITHM)) {
                    throw new CertificateException("not an Ed25519 key");
                }
            }
            if (chain.length == 2) {
                try {
                    chain[0].verify(chain[1].getPublicKey());
                } catch (GeneralSecurityException e) {
                    throw new CertificateException("not signed by the device it names", e);
                }
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
