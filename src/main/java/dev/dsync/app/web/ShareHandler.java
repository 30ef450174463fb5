package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Place;
import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers visitors of a share. */
final class ShareHandler extends Handler.Abstract {
    private static final String INDEX = "index.html";

    /** Folders listed at once: a list of many thousand names takes memory. */
    private static final int LISTS = 4;

    private final FileSystem system;
    private final SharedFiles files;
    private final Terms terms;
    private final Token token;
    private final HostNames hosts;
    private final Disk disk;
    private final Page page;
    private final Buffers buffers = new Buffers();
    private final Semaphore lists = new Semaphore(LISTS);

    ShareHandler(
            FileSystem system,
            SharedFiles files,
            Terms terms,
            Token token,
            HostNames hosts,
            Disk disk)
            throws IOException {
        this.system = system;
        this.files = files;
        this.terms = terms;
        this.token = token;
        this.hosts = hosts;
        this.disk = disk;
        this.page = new Page();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response);
        try {
            answer(exchange);
            callback.succeeded();
        } catch (FsException e) {
            fail(exchange, status(e), callback, e);
        } catch (IOException e) {
            fail(exchange, 500, callback, e);
        }
        return true;
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

    private static void fail(Exchange exchange, int status, Callback callback, IOException why) {
        if (exchange.isBegun()) {
            callback.failed(why);
            return;
        }
        try {
            exchange.refuse(status, words(status));
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
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

    private void answer(Exchange exchange) throws IOException {
        if (!hosts.allow(exchange.header(HttpHeader.HOST))) {
            exchange.refuse(421, "This host is not served here.");
            return;
        }
        Optional<UrlPath> parsed = UrlPath.parse(exchange.path());
        if (parsed.isEmpty()) {
            exchange.refuse(400, "This is no path.");
            return;
        }
        UrlPath path = parsed.get();
        if (path.names().isEmpty() || !token.is(path.names().getFirst())) {
            exchange.refuse(404, words(404));
            return;
        }
        UrlPath below = new UrlPath(path.names().subList(1, path.names().size()), path.folder());
        String method = exchange.method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.refuseMethod("GET, HEAD");
        } else if (!below.names().isEmpty()
                && below.names().getFirst().equals(Name.literal(".dsync"))) {
            own(exchange, below.names());
        } else {
            shared(exchange, below);
        }
    }

    /** What the page loads. */
    private static void own(Exchange exchange, List<Name> names) throws IOException {
        Optional<Page.Asset> asset =
                names.size() == 3 && names.get(1).equals(Name.literal("web"))
                        ? Page.asset(names.get(2).toString())
                        : Optional.empty();
        if (asset.isEmpty()) {
            exchange.refuse(404, words(404));
            return;
        }
        exchange.secure(Exchange.PAGE_POLICY);
        exchange.set(HttpHeader.CACHE_CONTROL, "private, no-cache");
        exchange.send(200, asset.get().type(), asset.get().content().getBytes(StandardCharsets.UTF_8));
    }

    private void shared(Exchange exchange, UrlPath path) throws IOException {
        Timestamp now = disk.call(system::now);
        switch (disk.call(() -> files.find(path.names()))) {
            case Place.Leaf leaf -> {
                if (path.folder()) {
                    exchange.refuse(404, words(404));
                    return;
                }
                boolean saved = exchange.asks("download");
                new FileAnswer(disk, buffers, exchange).send(leaf, now, saved, terms.index());
            }
            case Place.Folder folder -> {
                if (!isAtItsPlace(exchange, path)) {
                    return;
                }
                Optional<Place.Leaf> index = index(path);
                if (index.isPresent()) {
                    new FileAnswer(disk, buffers, exchange).send(index.get(), now, false, true);
                } else {
                    list(exchange, path, () -> files.list(folder));
                }
            }
            case Place.Top _ -> {
                if (isAtItsPlace(exchange, path)) {
                    list(exchange, path, files::list);
                }
            }
        }
    }

    /** Links of a page are relative to it: the address of a folder ends with a slash. */
    private static boolean isAtItsPlace(Exchange exchange, UrlPath path) throws IOException {
        if (path.folder()) {
            return true;
        }
        exchange.set(HttpHeader.LOCATION, exchange.path() + "/");
        exchange.send(308);
        return false;
    }

    private Optional<Place.Leaf> index(UrlPath path) throws IOException {
        if (!terms.index()) {
            return Optional.empty();
        }
        List<Name> names = new ArrayList<>(path.names());
        names.add(Name.literal(INDEX));
        try {
            return disk.call(() -> files.find(names)) instanceof Place.Leaf leaf
                    ? Optional.of(leaf)
                    : Optional.empty();
        } catch (FsException e) {
            return Optional.empty(); // there is none: the folder is listed
        }
    }

    /** Lists something. */
    @FunctionalInterface
    private interface Lister {
        List<Row> list() throws IOException;
    }

    private void list(Exchange exchange, UrlPath path, Lister rows) throws IOException {
        lists.acquireUninterruptibly();
        try {
            byte[] html =
                    page.render(
                            files.title(),
                            "/" + token.text() + "/",
                            path.names(),
                            disk.call(rows::list));
            exchange.secure(Exchange.PAGE_POLICY);
            exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
            exchange.send(200, "text/html; charset=utf-8", html);
        } finally {
            lists.release();
        }
    }
}
