package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Place;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;

/** What is shared as an answer: a file, a folder, or the way to it. */
final class SharedAnswer {
    private static final Name INDEX = Name.literal("index.html");

    private final FileSystem system;
    private final Disk disk;
    private final Buffers buffers = new Buffers();
    private final Deliveries deliveries;
    private final Offer offer;
    private final FolderAnswer folders;

    SharedAnswer(FileSystem system, Disk disk, Deliveries deliveries, Offer offer, Page page) {
        this.system = system;
        this.disk = disk;
        this.deliveries = deliveries;
        this.offer = offer;
        this.folders = new FolderAnswer(disk, buffers, deliveries, offer, page);
    }

    /** Answers a path below the token. */
    void send(Exchange exchange, UrlPath path) throws IOException {
        boolean reading = exchange.isReading();
        if (!reading && !exchange.method().equals("POST")) {
            exchange.refuseMethod("GET, HEAD, POST");
            return;
        }
        Timestamp now = disk.call(system::now);
        switch (disk.call(() -> offer.files().find(path.names()))) {
            case Place.Leaf leaf -> {
                if (path.folder()) {
                    throw new FsException(FsException.Reason.NOT_DIRECTORY);
                }
                if (reading) {
                    boolean saved = exchange.form().has("download");
                    file(exchange).send(leaf, now, saved, offer.index());
                } else {
                    exchange.refuseMethod("GET, HEAD");
                }
            }
            case Place.Folder _ -> {
                boolean plain = reading && path.folder() && exchange.query().isEmpty();
                Optional<Place.Leaf> index = plain ? index(path) : Optional.empty();
                if (index.isPresent()) {
                    file(exchange).send(index.get(), now, false, true);
                } else if (isAtItsPlace(exchange, path)) {
                    folders.send(exchange, path.names());
                }
            }
            case Place.Top _ -> {
                if (isAtItsPlace(exchange, path)) {
                    folders.send(exchange, path.names());
                }
            }
        }
    }

    private FileAnswer file(Exchange exchange) {
        return new FileAnswer(disk, buffers, deliveries, exchange);
    }

    /** Links of a page are relative to it: the address of a folder ends with a slash. */
    private static boolean isAtItsPlace(Exchange exchange, UrlPath path) throws IOException {
        if (path.folder()) {
            return true;
        }
        exchange.secure(Exchange.FILE_POLICY);
        String query = exchange.query();
        exchange.set(
                HttpHeader.LOCATION, exchange.path() + "/" + (query.isEmpty() ? "" : "?" + query));
        exchange.send(308);
        return false;
    }

    private Optional<Place.Leaf> index(UrlPath path) throws IOException {
        if (!offer.index()) {
            return Optional.empty();
        }
        List<Name> names = new ArrayList<>(path.names());
        names.add(INDEX);
        try {
            return disk.call(() -> offer.files().find(names)) instanceof Place.Leaf leaf
                    ? Optional.of(leaf)
                    : Optional.empty();
        } catch (FsException e) {
            return Optional.empty(); // there is none: the folder is listed
        }
    }
}
