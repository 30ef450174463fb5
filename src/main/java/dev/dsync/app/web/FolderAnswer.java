package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.core.tree.Name;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;

/** A folder as an answer: its page, or what is in it as an archive. */
final class FolderAnswer {
    /** More names than that are shown on several pages. */
    static final int NAMES_MAX = 5000;

    /** Folders listed at once: a list of a million names takes memory. */
    private static final int LISTS = 2;

    /** Archives made at once: a zip keeps a list of what it holds. */
    private static final int ARCHIVES = 8;

    /** What pages on their way may take, together. */
    private static final int PAGE_BYTES = 32 << 20;

    private final Disk disk;
    private final Buffers buffers;
    private final Deliveries deliveries;
    private final Offer offer;
    private final Page page;
    private final Semaphore lists = new Semaphore(LISTS);
    private final Semaphore archives = new Semaphore(ARCHIVES);
    private final Semaphore pageBytes = new Semaphore(PAGE_BYTES);

    FolderAnswer(Disk disk, Buffers buffers, Deliveries deliveries, Offer offer, Page page) {
        this.disk = disk;
        this.buffers = buffers;
        this.deliveries = deliveries;
        this.offer = offer;
        this.page = page;
    }

    /** Answers with its page, or, if the form asks for that, with an archive. */
    void send(Exchange exchange, List<Name> folder) throws IOException {
        Form form = exchange.form();
        if (form.has("archive")) {
            sendArchive(exchange, folder, form);
        } else if (exchange.method().equals("POST")) {
            exchange.refuseMethod("GET, HEAD");
        } else {
            sendPage(exchange, folder, from(form));
        }
    }

    private static int from(Form form) {
        String from = form.value("from");
        return from.matches("\\d{1,9}") ? Integer.parseInt(from) : 0;
    }

    private void sendPage(Exchange exchange, List<Name> folder, int from) throws IOException {
        byte[] html;
        lists.acquireUninterruptibly();
        try {
            html = page(folder, from);
        } finally {
            lists.release();
        }
        if (!pageBytes.tryAcquire(html.length)) {
            throw new RefusedException(503, "Too much at once; try again.");
        }
        try {
            exchange.secure(Exchange.PAGE_POLICY);
            exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
            exchange.send(200, "text/html; charset=utf-8", html);
        } finally {
            pageBytes.release(html.length);
        }
    }

    private byte[] page(List<Name> folder, int from) throws IOException {
        List<Name> names = disk.call(() -> offer.files().names(folder));
        int first = Math.min(from, names.size());
        int next = Math.min(names.size(), first + NAMES_MAX);
        List<Row> rows = disk.call(() -> offer.files().rows(folder, names.subList(first, next)));
        return page.of(
                new Page.View(
                        offer.files().title(),
                        "/" + offer.token().text() + "/",
                        folder,
                        rows,
                        names.size(),
                        first,
                        next < names.size() ? next : 0,
                        offer.uploads().isPresent()));
    }

    private void sendArchive(Exchange exchange, List<Name> folder, Form form) throws IOException {
        Optional<Archive.Form> kind = Archive.Form.of(form.value("archive"));
        Set<Name> chosen = new HashSet<>();
        for (String value : form.values("name")) {
            Optional<Name> name = UrlPath.name(value);
            if (name.isEmpty()) {
                throw new RefusedException(400, "This is no name.");
            }
            chosen.add(name.get());
        }
        if (kind.isEmpty()) {
            throw new RefusedException(400, "There are no such archives.");
        }
        if (!archives.tryAcquire()) {
            throw new RefusedException(503, "Too much at once; try again.");
        }
        String title = folder.isEmpty() ? offer.files().title() : folder.getLast().toString();
        Archive archive = new Archive(disk, buffers, offer.files(), exchange);
        if (exchange.isHead()) {
            try {
                archive.send(kind.get(), folder, chosen, title);
            } finally {
                archives.release();
            }
            return;
        }
        String key = kind.get() + exchange.path() + chosen.hashCode();
        try (Deliveries.Delivery delivery =
                deliveries.begin(exchange.visitor(), key, title + kind.get().suffix, 1, 1)) {
            delivery.done(archive.send(kind.get(), folder, chosen, title));
        } finally {
            archives.release();
        }
    }
}
