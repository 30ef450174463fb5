package dev.dsync.app.web;

import dev.dsync.app.web.PinGuard.Verdict;
import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** The door of a share: who may come in, and to what. */
final class ShareHandler extends Door {
    /** Uploads taken at once: each passes through some of the heap. */
    static final int UPLOADS_MAX = 64;

    private final Offer offer;
    private final Disk disk;
    private final LongSupplier nanoTime;
    private final ShareListener listener;
    private final Page page;
    private final SharedAnswer shared;
    private final @Nullable PinGuard guard;
    private final String base;
    private final Semaphore uploads = new Semaphore(UPLOADS_MAX);

    ShareHandler(
            Offer offer,
            SharedAnswer shared,
            Page page,
            Crowd crowd,
            Disk disk,
            LongSupplier nanoTime,
            ShareListener listener) {
        super(offer.hosts(), crowd);
        this.offer = offer;
        this.shared = shared;
        this.page = page;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.guard = offer.pin().map(PinGuard::new).orElse(null);
        this.base = offer.token().path();
    }

    @Override
    void answer(Exchange exchange, UrlPath path) throws IOException {
        try {
            lead(exchange, path);
        } catch (FsException e) {
            throw new RefusedException(status(e), words(status(e)));
        }
    }

    /** A visitor learns that there is nothing, not why. */
    private static int status(FsException e) {
        return switch (e.reason()) {
            case NOT_FOUND,
                    NOT_DIRECTORY,
                    IS_DIRECTORY,
                    SYMLINK,
                    OUTSIDE,
                    UNSUPPORTED,
                    NAME_TOO_LONG ->
                    404;
            case ACCESS_DENIED, NOT_PERMITTED -> 403;
            case TOO_MANY_OPEN, BUSY -> 503;
            case NO_SPACE, QUOTA -> 507;
            case EXISTS,
                    NOT_EMPTY,
                    READ_ONLY,
                    OTHER_FILE_SYSTEM,
                    TOO_MANY_LINKS,
                    INPUT_OUTPUT,
                    OTHER ->
                    500;
        };
    }

    @Override
    void refuse(Exchange exchange, int status, String words) throws IOException {
        if (exchange.isInside() && exchange.header(HttpHeader.ACCEPT).contains("text/html")) {
            exchange.refuseByPage(status, page.ofRefusal(base, words, remedy(status)));
        } else {
            super.refuse(exchange, status, words);
        }
    }

    private static String remedy(int status) {
        return switch (status) {
            case 404 -> "It may have been moved, renamed or taken away.";
            case 410 -> "Ask whoever gave it to you for another one.";
            case 503 -> "In a moment there may be room.";
            default -> "Whoever shares this may know more.";
        };
    }

    private static String words(int status) {
        return switch (status) {
            case 403 -> "This may not be read.";
            case 404 -> "There is nothing here.";
            case 503 -> "Too much at once; try again.";
            case 507 -> "There is no space left.";
            default -> "Something went wrong.";
        };
    }

    /** To what the path says, whoever may go there. */
    private void lead(Exchange exchange, UrlPath path) throws IOException {
        if (path.names().isEmpty() || !offer.token().is(path.names().getFirst().bytes())) {
            throw new RefusedException(404, words(404));
        }
        exchange.enter();
        List<Name> names = path.names().subList(1, path.names().size());
        boolean own = !names.isEmpty() && ReservedNames.isOwn(names.getFirst());
        String what = own && names.size() > 1 ? names.get(1).toString() : "";
        if (what.equals("web")) {
            asset(exchange, names); // a page that says no is made of it, too
            return;
        }
        if (offer.lifetime().isOver()) {
            throw new RefusedException(410, "This link has expired.");
        }
        requireOwnPage(exchange);
        if (guard != null && !isKnown(exchange, guard, what.equals("pin"))) {
            return; // the answer has been given
        } else if (what.equals("upload") && names.size() == 3 && offer.uploads().isPresent()) {
            upload(exchange, offer.uploads().get(), names.get(2));
        } else if (own) {
            throw new RefusedException(404, words(404));
        } else {
            shared.send(exchange, new UrlPath(names, path.folder()));
        }
    }

    /** What does something is heeded only if no page of somebody else's asks for it. */
    private static void requireOwnPage(Exchange exchange) throws RefusedException {
        String site = exchange.header("Sec-Fetch-Site");
        if (!exchange.isReading()
                && !site.isEmpty()
                && !site.equals("same-origin")
                && !site.equals("none")) {
            throw new RefusedException(403, "Another page asked for this.");
        }
    }

    /** What the page loads. */
    private static void asset(Exchange exchange, List<Name> names) throws IOException {
        Optional<Assets.Asset> asset =
                names.size() == 3 ? Page.asset(names.get(2).toString()) : Optional.empty();
        if (asset.isEmpty()) {
            throw new RefusedException(404, words(404));
        }
        if (!exchange.isReading()) {
            exchange.refuseMethod("GET, HEAD");
            return;
        }
        exchange.secure(Exchange.PAGE_POLICY);
        exchange.set(HttpHeader.CACHE_CONTROL, "private, no-cache");
        exchange.send(200, asset.get().type(), asset.get().content());
    }

    private void upload(Exchange exchange, Quarantine quarantine, Name name) throws IOException {
        UploadAnswer answer = new UploadAnswer(disk, quarantine, nanoTime, exchange);
        switch (exchange.method()) {
            case "HEAD" -> answer.tell(name);
            case "PUT" -> {
                if (!uploads.tryAcquire()) {
                    throw new RefusedException(503, words(503));
                }
                try (Lifetime.Stay _ = offer.lifetime().stay()) {
                    take(exchange, quarantine, answer, name);
                } finally {
                    uploads.release();
                }
            }
            default -> exchange.refuseMethod("HEAD, PUT");
        }
    }

    private void take(Exchange exchange, Quarantine quarantine, UploadAnswer answer, Name name)
            throws IOException {
        Optional<UploadAnswer.Arrival> arrival = answer.take(name);
        if (arrival.isPresent()) {
            String path = Escape.path(quarantine.location()) + "/" + arrival.get().name();
            listener.received(exchange.visitor(), path, arrival.get().size());
        }
    }

    /**
     * Whether the visitor knows the PIN; else it is asked for.
     *
     * @param form whether this is the form that shows it
     */
    private boolean isKnown(Exchange exchange, PinGuard asked, boolean form) throws IOException {
        boolean posted = form && exchange.method().equals("POST");
        if (asked.knows(exchange.header(HttpHeader.COOKIE))) {
            if (posted) {
                leadIn(exchange); // once more, as by the way back
            }
            return !posted;
        }
        String password = PinGuard.password(exchange.header(HttpHeader.AUTHORIZATION));
        String shown = posted ? exchange.form().value("pin") : password;
        if (shown.isEmpty()) {
            ask(exchange, "");
            return false;
        }
        Verdict verdict = asked.judge(shown);
        if (verdict == Verdict.RIGHT) {
            exchange.set(HttpHeader.SET_COOKIE, asked.cookie(base, exchange.isSecure()));
            if (posted) {
                leadIn(exchange);
            }
            return !posted;
        }
        listener.wrongPin(exchange.visitor(), verdict == Verdict.CLOSED);
        if (verdict == Verdict.CLOSED) {
            throw new RefusedException(403, "Too many wrong PINs: nobody is let in any more.");
        }
        ask(exchange, "This is not the PIN.");
        return false;
    }

    private void leadIn(Exchange exchange) throws IOException {
        exchange.set(HttpHeader.LOCATION, base);
        exchange.send(303);
    }

    private void ask(Exchange exchange, String words) throws IOException {
        exchange.secure(Exchange.PAGE_POLICY);
        exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
        if (exchange.header(HttpHeader.ACCEPT).contains("text/html")) {
            exchange.send(403, MediaType.HTML, page.ofPin(base, words));
        } else {
            exchange.set(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"dsync share\"");
            exchange.send(401, MediaType.TEXT, "Give the PIN, as curl -u :PIN does.\n");
        }
    }
}
