package dev.dsync.app.web;

import dev.dsync.app.control.Served;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Shares that are served. */
final class ServeSubject implements StatusSubject {
    private final Served served;
    private final Feed feed = new Feed();

    ServeSubject(Served served) {
        this.served = served;
    }

    @Override
    public String kind() {
        return "serve";
    }

    @Override
    public Map<String, String> now() throws IOException {
        return Map.of("status", served.status().json());
    }

    @Override
    public Feed feed() {
        return feed;
    }

    /** Whoever serves is asked for nothing. */
    @Override
    public String order(String what, Form details) {
        return "";
    }

    @Override
    public void measure(Exposition to) {
        Served.Status status = served.status();
        Map<String, Long> guests = new TreeMap<>();
        status.shares().forEach(share -> guests.put(share, 0L));
        status.guests().forEach(guest -> guests.merge(guest.share(), 1L, Long::sum));
        to.gauge("dsync_serve_guests", "Guests that are there.");
        guests.forEach((share, count) -> to.value(Map.of("share", share), count));
        to.counter("dsync_serve_visits_total", "Guests that have proved a key.")
                .value(status.visits());
        to.counter("dsync_serve_sent_bytes_total", "Bytes sent to guests, as they travelled.")
                .value(status.sent());
        to.counter("dsync_serve_received_bytes_total", "Bytes from guests, as they travelled.")
                .value(status.received());
    }
}
