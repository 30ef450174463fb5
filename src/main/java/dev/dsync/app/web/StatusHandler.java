package dev.dsync.app.web;

import dev.dsync.core.tree.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;

/** The door of a status page: who may look, and who may do something. */
final class StatusHandler extends Door {
    private static final String METRICS = "metrics";
    private static final String BEARER = "Bearer ";

    private static final Assets ASSETS =
            new Assets("page.css", "status.css", "status.js", "status.svg", "words.js", "graph.js");

    private final StatusServer.Site site;
    private final StatusSubject subject;
    private final LongSupplier nanoTime;

    StatusHandler(
            StatusServer.Site site, StatusSubject subject, Crowd crowd, LongSupplier nanoTime) {
        super(site.hosts(), crowd);
        this.site = site;
        this.subject = subject;
        this.nanoTime = nanoTime;
    }

    @Override
    void answer(Exchange exchange, UrlPath path) throws IOException {
        List<String> names = path.names().stream().map(Name::toString).toList();
        if (names.equals(List.of(METRICS)) && isBearer(exchange)) {
            read(exchange, () -> metrics(exchange));
            return;
        }
        if (names.isEmpty() || !site.token().is(path.names().getFirst().bytes())) {
            throw new RefusedException(404, "There is nothing here.");
        }
        List<String> below = names.subList(1, names.size());
        if (below.isEmpty() && !path.folder()) {
            exchange.set(HttpHeader.LOCATION, site.path());
            exchange.send(308);
        } else if (below.size() == 2 && below.getFirst().equals("do")) {
            order(exchange, below.getLast());
        } else {
            read(exchange, () -> show(exchange, String.join("/", below)));
        }
    }

    /** Whether the token was shown as programs show it, rather than in the path. */
    private boolean isBearer(Exchange exchange) {
        String shown = exchange.header(HttpHeader.AUTHORIZATION);
        return shown.startsWith(BEARER)
                && site.token()
                        .is(shown.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }

    /** An answer to somebody who only reads. */
    @FunctionalInterface
    private interface Reading {
        void send() throws IOException;
    }

    private static void read(Exchange exchange, Reading answer) throws IOException {
        if (!exchange.isReading()) {
            exchange.refuseMethod("GET, HEAD");
            return;
        }
        secure(exchange);
        answer.send();
    }

    /** The page may say where its own requests come from, and nothing to others. */
    private static void secure(Exchange exchange) {
        exchange.secure(Exchange.PAGE_POLICY);
        exchange.set("Referrer-Policy", "same-origin");
        exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
    }

    private void show(Exchange exchange, String what) throws IOException {
        switch (what) {
            case "" -> {
                String html = Assets.text(subject.kind() + ".html");
                exchange.send(200, MediaType.HTML, html);
            }
            case METRICS -> metrics(exchange);
            case "events" -> {
                if (exchange.isHead()) {
                    throw new RefusedException(405, "This has no end, and no head.");
                }
                new EventAnswer(subject, nanoTime).send(exchange);
            }
            default -> {
                Map<String, String> now = what.endsWith(".json") ? subject.now() : Map.of();
                String json = now.get(what.replaceFirst("\\.json$", ""));
                if (json != null) {
                    exchange.send(200, "application/json; charset=utf-8", json + "\n");
                    return;
                }
                Assets.Asset asset =
                        ASSETS.get(what)
                                .orElseThrow(
                                        () -> new RefusedException(404, "There is nothing here."));
                exchange.send(200, asset.type(), asset.content());
            }
        }
    }

    private void metrics(Exchange exchange) throws IOException {
        Exposition figures = new Exposition();
        subject.measure(figures);
        figures.gauge("dsync_web_listeners", "Pages that are told of all that happens.")
                .value(subject.feed().listeners());
        figures.counter("dsync_web_dropped_total", "Pages that did not keep up, and were dropped.")
                .value(subject.feed().dropped());
        exchange.send(200, Exposition.TYPE, figures.text());
    }

    /**
     * Does something, for this page alone: of somebody else's the browser tells where it is from.
     */
    private void order(Exchange exchange, String what) throws IOException {
        if (!exchange.method().equals("POST")) {
            exchange.refuseMethod("POST");
            return;
        }
        String own = "http://" + exchange.header(HttpHeader.HOST);
        if (!exchange.header(HttpHeader.ORIGIN).equals(own)) {
            throw new RefusedException(403, "Another page asked for this.");
        }
        Form details = exchange.form();
        String words;
        try {
            words = subject.order(what, details);
        } catch (IOException e) {
            throw new RefusedException(409, String.valueOf(e.getMessage()));
        }
        if (words.isEmpty()) {
            throw new RefusedException(404, "There is no such thing to do.");
        }
        secure(exchange);
        exchange.send(200, MediaType.TEXT, words + "\n");
    }
}
