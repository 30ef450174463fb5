package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.core.tree.Name;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;

/** A folder as an answer: its page, or what is in it as an archive. */
final class FolderAnswer {
    /** More names than that are shown on several pages. */
    static final int NAMES_MAX = 5000;

    /** What lists of names on their way to visitors may keep, together. */
    private static final int PAGES_BYTES = 24 << 20;

    /** What archives under way may keep: the names of folders, the lists zips end with. */
    private static final int ARCHIVES_BYTES = 40 << 20;

    /** Beside the bytes of its name, what a row keeps, about. */
    private static final int ROW_BYTES = 300;

    /** A page is sent in parts of that size; a long one in long ones, so that it gets on. */
    private static final int PART_BYTES = 16 << 10;

    private static final int LONG_PART_BYTES = 128 << 10;

    private static final int NAMES_OF_LONG = 100;

    /** An archive cannot go on where it was interrupted, and may be begun so often. */
    private static final int ATTEMPTS = 3;

    private final Disk disk;
    private final Buffers buffers;
    private final Deliveries deliveries;
    private final Offer offer;
    private final Page page;
    private final Room pages = new Room(PAGES_BYTES);
    private final Room archives = new Room(ARCHIVES_BYTES);

    /** Folders are listed one by one: a list of a million names takes memory. */
    private final Semaphore turn = new Semaphore(1);

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
        try (Room.Share room = pages.share()) {
            Page.View view = view(folder, from, room);
            exchange.secure(Exchange.PAGE_POLICY);
            exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
            exchange.set(HttpHeader.CONTENT_TYPE, MediaType.HTML);
            exchange.status(200);
            ByteBuffer part = ByteBuffer.allocate(partBytes(view.rows().size()));
            AnswerStream out = new AnswerStream(exchange, part);
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            page.write(view, text);
            text.flush();
            out.finish();
        }
    }

    private static int partBytes(int names) {
        return names > NAMES_OF_LONG ? LONG_PART_BYTES : PART_BYTES;
    }

    private Page.View view(List<Name> folder, int from, Room.Share room) throws IOException {
        turn.acquireUninterruptibly();
        try {
            List<Name> names = disk.call(() -> offer.files().names(folder));
            int first = Math.min(from, names.size());
            int next = Math.min(names.size(), first + NAMES_MAX);
            List<Name> some = names.subList(first, next);
            long rowBytes = Archive.bytesOf(some) + (long) some.size() * ROW_BYTES;
            room.take(rowBytes + partBytes(some.size()), "Too much here.");
            List<Row> rows = disk.call(() -> offer.files().look(folder, some)).rows();
            return new Page.View(
                    offer.files().title(),
                    offer.token().path(),
                    folder,
                    rows,
                    names.size(),
                    first,
                    next < names.size() ? next : 0,
                    offer.uploads().isPresent(),
                    offer.lifetime().isLimited());
        } finally {
            turn.release();
        }
    }

    private List<Name> names(List<Name> folder) throws IOException {
        turn.acquireUninterruptibly();
        try {
            return disk.call(() -> offer.files().names(folder));
        } finally {
            turn.release();
        }
    }

    private void sendArchive(Exchange exchange, List<Name> folder, Form form) throws IOException {
        Archive.Kind kind =
                Archive.Kind.of(form.value("archive"))
                        .orElseThrow(
                                () -> new RefusedException(400, "There are no such archives."));
        String title = folder.isEmpty() ? offer.files().title() : folder.getLast().toString();
        try (Room.Share room = archives.share()) {
            Archive archive =
                    new Archive(disk, buffers, offer.files(), this::names, room, exchange);
            List<Name> chosen = chosen(folder, form);
            List<Name> names = chosen.isEmpty() ? names(folder) : chosen;
            archive.keep(Archive.bytesOf(names));
            if (exchange.isHead()) {
                archive.send(kind, folder, names, title);
                return;
            }
            String key = kind + exchange.path() + chosen.hashCode();
            try (Deliveries.Delivery delivery =
                    deliveries.begin(
                            exchange.visitor(), key, title + kind.suffix, ATTEMPTS, ATTEMPTS)) {
                try {
                    long bytes = archive.send(kind, folder, names, title);
                    delivery.sent(ATTEMPTS);
                    delivery.done(bytes);
                } catch (IOException e) {
                    delivery.sent(exchange.isBegun() ? 1 : 0);
                    throw e;
                }
            }
        }
    }

    /** What is chosen, sorted; nothing for all. */
    private List<Name> chosen(List<Name> folder, Form form) throws IOException {
        SortedSet<Name> chosen = new TreeSet<>();
        for (String value : form.values("name")) {
            chosen.add(
                    UrlPath.name(value)
                            .orElseThrow(() -> new RefusedException(400, "This is no name.")));
        }
        List<Name> names = List.copyOf(chosen);
        SharedFiles.Look look = disk.call(() -> offer.files().look(folder, names));
        if (look.rows().size() + look.closed().size() < names.size()) {
            throw new RefusedException(404, "Some of what was chosen is not there any more.");
        }
        return names;
    }
}
