package dev.dsync.io.transport;

import java.math.BigInteger;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** TLS clients with certificates dsync would not make. */
final class OddPeer {
    private OddPeer() {}

    /** A client whose key is on the curve P-256. */
    static SSLSocket ellipticClient(Socket socket) throws Exception {
        return client(
                socket, "EC", "SHA256withECDSA", Instant.parse("2099-01-01T00:00:00Z"), List.of());
    }

    /** A client whose certificate expired long ago. */
    static SSLSocket expiredClient(Socket socket) throws Exception {
        return client(
                socket, "Ed25519", "Ed25519", Instant.parse("2001-01-01T00:00:00Z"), List.of());
    }

    /** A client that says it speaks for a device, which has not signed for it. */
    static SSLSocket impostor(Socket socket, List<X509Certificate> device) throws Exception {
        Instant until = Instant.parse("2099-01-01T00:00:00Z");
        return client(socket, "Ed25519", "Ed25519", until, device);
    }

    /** Accepts every server. */
    static TrustManager[] trustAnything() {
        return new TrustManager[] {new Credulous()};
    }

    private static SSLSocket client(
            Socket socket,
            String algorithm,
            String signature,
            Instant until,
            List<X509Certificate> behind)
            throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        X500Name name = new X500Name("CN=dsync");
        X509Certificate certificate =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                new JcaX509v3CertificateBuilder(
                                                name,
                                                BigInteger.ONE,
                                                Date.from(Instant.parse("2000-01-01T00:00:00Z")),
                                                Date.from(until),
                                                name,
                                                pair.getPublic())
                                        .build(
                                                new JcaContentSignerBuilder(signature)
                                                        .build(pair.getPrivate())));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        List<Certificate> chain = new ArrayList<>(List.of(certificate));
        chain.addAll(behind);
        store.setKeyEntry("odd", pair.getPrivate(), new char[0], chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trustAnything(), null);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"dsync/1"});
        tls.setSSLParameters(parameters);
        return tls;
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
