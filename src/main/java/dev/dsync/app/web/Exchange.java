package dev.dsync.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its answer. Whoever answers waits until each part has been taken. */
final class Exchange {
    /** What a page of dsync's own may load: files of this share, and nothing inline. */
    static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src"
                    + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    /** What a shared file may do where a browser shows it: nothing. */
    static final String FILE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    /** What pages of the operator's own may do: what they like with what is shared. */
    static final String SITE_POLICY =
            "default-src 'self' 'unsafe-inline' data: blob:; form-action 'self'; base-uri 'self';"
                    + " frame-ancestors 'none'";

    /** Thousands of ticked names. */
    private static final int FORM_BYTES_MAX = 1 << 20;

    private final Request request;
    private final Response response;
    private final Duration patience;
    private boolean inside;

    /**
     * One that begins.
     *
     * @param patience how long a visitor may take nothing; one part has to be taken in twice that
     */
    Exchange(Request request, Response response, Duration patience) {
        this.request = request;
        this.response = response;
        this.patience = patience;
    }

    String method() {
        return request.getMethod();
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    /** Whether nothing is asked for but what there is. */
    boolean isReading() {
        return method().equals("GET") || isHead();
    }

    /** The visitor has shown to know the token. */
    void enter() {
        inside = true;
    }

    /** Whether the visitor knows the token: who does not learns nothing, not even what this is. */
    boolean isInside() {
        return inside;
    }

    /** The path, not decoded. */
    String path() {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    /** What stands behind the question mark; empty if there is nothing. */
    String query() {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : query;
    }

    /** Who asks: an address. */
    String visitor() {
        return Request.getRemoteAddr(request);
    }

    /** What is sent with the request. */
    InputStream content() {
        return Request.asInputStream(request);
    }

    /** The fields of a form that is sent with the request, or stand behind the question mark. */
    Form form() throws IOException {
        if (!method().equals("POST")) {
            return Form.parse(query());
        }
        byte[] content = content().readNBytes(FORM_BYTES_MAX + 1);
        if (content.length > FORM_BYTES_MAX) {
            throw new RefusedException(413, "This is too long.");
        }
        return Form.parse(new String(content, StandardCharsets.ISO_8859_1));
    }

    /** A header of the request; empty if there is none. */
    String header(HttpHeader name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /** A header of the request; empty if there is none. */
    String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /** Whether it came by TLS. */
    boolean isSecure() {
        return request.isSecure();
    }

    /** How files can pass to the visitor unread, if they can. */
    Optional<Passage> passage() {
        return connection() instanceof Passage passage ? Optional.of(passage) : Optional.empty();
    }

    private EndPoint connection() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Ends the connection, whatever is under way. */
    void cut() {
        connection().close();
    }

    /** Sets a header of the answer. */
    void set(HttpHeader name, String value) {
        response.getHeaders().put(name, value);
    }

    /** Sets a header of the answer. */
    void set(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /** What keeps a browser from making more of an answer than it is. */
    void secure(String policy) {
        set("Content-Security-Policy", policy);
        set("X-Content-Type-Options", "nosniff");
        set("Referrer-Policy", "no-referrer");
        set("Cross-Origin-Resource-Policy", "same-origin");
        set("X-Robots-Tag", "noindex");
    }

    void status(int status) {
        response.setStatus(status);
    }

    boolean isBegun() {
        return response.isCommitted();
    }

    /** Answers with a few words. */
    void refuse(int status, String words) throws IOException {
        response.reset();
        words(status, words);
    }

    /** The same where what is still on its way is not to be waited for. */
    void refuseUnread(int status, String words) throws IOException {
        response.reset();
        set(HttpHeader.CONNECTION, "close");
        words(status, words);
    }

    /** The same as a page of dsync's own. */
    void refuseByPage(int status, String html) throws IOException {
        response.reset();
        set(HttpHeader.CONNECTION, "close");
        secure(PAGE_POLICY);
        set(HttpHeader.CACHE_CONTROL, "no-store");
        send(status, MediaType.HTML, html);
    }

    /** Answers with a few words that what is asked for is not in the file. */
    void refuseRange(String range) throws IOException {
        response.reset();
        set(HttpHeader.CONTENT_RANGE, range);
        words(416, "It has no such bytes.");
    }

    /** Answers that this is not done here. */
    void refuseMethod(String allowed) throws IOException {
        response.reset();
        set(HttpHeader.ALLOW, allowed);
        words(405, "This is not done here.");
    }

    private void words(int status, String words) throws IOException {
        secure(FILE_POLICY);
        set(HttpHeader.CACHE_CONTROL, "no-store");
        send(status, MediaType.TEXT, words + "\n");
    }

    /** Answers with this. */
    void send(int status, String type, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        status(status);
        set(HttpHeader.CONTENT_TYPE, type);
        set(HttpHeader.CONTENT_LENGTH, Integer.toString(content.length));
        write(true, ByteBuffer.wrap(content));
    }

    /** Answers without content. */
    void send(int status) throws IOException {
        status(status);
        write(true, ByteBuffer.allocate(0));
    }

    /**
     * Sends a part of the answer.
     *
     * @throws IOException if the visitor is gone, or takes none of it for too long
     */
    void write(boolean last, ByteBuffer part) throws IOException {
        Callback.Completable taken = new Callback.Completable();
        response.write(last, part, taken);
        try {
            taken.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (TimeoutException e) {
            throw new IOException("the visitor takes too little", e);
        } catch (ExecutionException e) {
            throw new IOException("the visitor is gone", e.getCause());
        }
    }

    /** Has a browser save the answer under a name, where it is not to be shown. */
    void saveAs(byte[] name, boolean shown) {
        StringBuilder plain = new StringBuilder();
        for (byte b : name) {
            boolean safe = b >= ' ' && b < 0x7f && b != '"' && b != '\\' && b != '%';
            plain.append(safe ? (char) b : '_');
        }
        String text = new String(name, StandardCharsets.UTF_8);
        set(
                HttpHeader.CONTENT_DISPOSITION,
                (shown ? "inline" : "attachment")
                        + "; filename=\""
                        + plain
                        + "\"; filename*=UTF-8''"
                        + UrlPath.encoded(text.getBytes(StandardCharsets.UTF_8)));
    }
}
