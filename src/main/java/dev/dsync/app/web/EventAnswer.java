package dev.dsync.app.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** All that happens, and how it stands once a second, as server-sent events without an end. */
final class EventAnswer {
    /** How often it is said how it stands. */
    private static final long TICK_NANOS = 1_000_000_000;

    /** How long a browser waits before it asks again, once it was cut off. */
    private static final String RETRY = "retry: 2000\n\n";

    private final StatusSubject subject;
    private final LongSupplier nanoTime;
    private final Map<String, String> said = new HashMap<>();

    /**
     * One of this subject.
     *
     * @param nanoTime a monotonic clock
     */
    EventAnswer(StatusSubject subject, LongSupplier nanoTime) {
        this.subject = subject;
        this.nanoTime = nanoTime;
    }

    /** Answers until the visitor has gone, was too slow, or nothing more will come. */
    void send(Exchange exchange) throws IOException {
        Feed.Listener listener =
                subject.feed()
                        .join(exchange::cut)
                        .orElseThrow(() -> new RefusedException(503, "Too many look; try again."));
        try (listener) {
            exchange.status(200);
            exchange.set(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
            exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
            write(exchange, RETRY + news());
            while (true) {
                List<String> all = until(exchange, listener, nanoTime.getAsLong() + TICK_NANOS);
                if (all == null) {
                    exchange.write(true, ByteBuffer.allocate(0));
                    return;
                }
                write(exchange, events(all) + news());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /**
     * Sends what happens until then, but for the last of it, which is returned; null at the end.
     */
    private @Nullable List<String> until(Exchange exchange, Feed.Listener listener, long due)
            throws IOException, InterruptedException {
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(due - nanoTime.getAsLong());
            List<String> all = listener.take(Math.max(1, left));
            if (all == null || nanoTime.getAsLong() - due >= 0) {
                return all;
            }
            write(exchange, events(all));
        }
    }

    private static String events(List<String> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append("event: happened\ndata: ").append(one).append("\n\n"));
        return text.toString();
    }

    /**
     * What has changed since it was said last; at least a word, so that whoever is gone is noticed.
     */
    private String news() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> one : subject.now().entrySet()) {
            if (!one.getValue().equals(said.put(one.getKey(), one.getValue()))) {
                text.append("event: ").append(one.getKey()).append("\ndata: ");
                text.append(one.getValue()).append("\n\n");
            }
        }
        return text.isEmpty() ? ":\n\n" : text.toString();
    }

    private static void write(Exchange exchange, String text) throws IOException {
        if (!text.isEmpty()) {
            exchange.write(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
