package dev.dsync.app.web;

import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A file a visitor sends, as {@code PUT} of all of it, or of a part that says by {@code
 * Content-Range} which one it is. {@code HEAD} tells in {@code Upload-Offset} what is here already.
 */
final class UploadAnswer {
    private static final String OFFSET = "Upload-Offset";
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final String WORD = "[A-Za-z0-9_-]{0,64}";
    private static final String SIZE = "\\d{1,18}";
    private static final int BUFFER = 128 << 10;

    /** Who sends less than that on average, after a while, only holds a place. */
    private static final long RATE_MIN = 512;

    private static final long WHILE_SECONDS = 60;
    private static final long SECOND = 1_000_000_000;

    private final Disk disk;
    private final Quarantine quarantine;
    private final LongSupplier nanoTime;
    private final Exchange exchange;

    UploadAnswer(Disk disk, Quarantine quarantine, LongSupplier nanoTime, Exchange exchange) {
        this.disk = disk;
        this.quarantine = quarantine;
        this.nanoTime = nanoTime;
        this.exchange = exchange;
    }

    /**
     * What of a file comes with a request.
     *
     * @param first position of the first byte
     * @param length bytes
     * @param size bytes of all of it
     * @param anew whether all of it comes, whatever is here
     */
    private record Piece(long first, long length, long size, boolean anew) {}

    /** A file that has come. */
    record Arrival(Name name, long size) {}

    /** Says how much is here. */
    void tell(Name given) throws IOException {
        Optional<Name> name = SafeName.of(given);
        String size = exchange.form().value("size");
        if (name.isEmpty() || !size.matches(SIZE)) {
            throw new RefusedException(400, "This is no upload.");
        }
        long bytes = Long.parseLong(size);
        String word = word();
        long offset = disk.call(() -> quarantine.offset(name.get(), bytes, word));
        exchange.secure(Exchange.FILE_POLICY);
        exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
        exchange.set(OFFSET, Long.toString(offset));
        exchange.send(204);
    }

    /** Takes what is sent; nothing while the file is not whole. */
    Optional<Arrival> take(Name given) throws IOException {
        Optional<Name> name = SafeName.of(given);
        Optional<Piece> announced = piece();
        if (announced.isEmpty()) {
            boolean silent = exchange.header(HttpHeader.CONTENT_LENGTH).isEmpty();
            exchange.refuseUnread(
                    silent ? 411 : 400, silent ? "Say how long it is." : "This is no upload.");
            return Optional.empty();
        }
        if (name.isEmpty()) {
            exchange.refuseUnread(400, "This is no name for a file.");
            return Optional.empty();
        }
        Piece piece = announced.get();
        String word = word();
        try (Quarantine.Upload upload =
                disk.call(() -> quarantine.begin(name.get(), piece.size(), word))) {
            if (piece.anew()) {
                disk.run(upload::restart);
            }
            if (upload.offset() != piece.first()) {
                exchange.refuseUnread(409, "Byte " + upload.offset() + " comes next.");
                return Optional.empty();
            }
            return take(upload, piece);
        } catch (Quarantine.BusyException e) {
            exchange.refuseUnread(409, "Somebody is at it.");
            return Optional.empty();
        } catch (FsException e) {
            if (e.reason() == Reason.NO_SPACE || e.reason() == Reason.QUOTA) {
                exchange.refuseUnread(507, "There is no space left.");
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Takes it, and is no more at it when it answers: the next piece may come at once. */
    private Optional<Arrival> take(Quarantine.Upload upload, Piece piece) throws IOException {
        try {
            receive(upload, piece.length());
        } catch (FsException e) {
            // Kept, it would keep the disk full.
            disk.run(upload::giveUp);
            throw e;
        }
        exchange.secure(Exchange.FILE_POLICY);
        if (!upload.isWhole()) {
            upload.close();
            exchange.set(OFFSET, Long.toString(upload.offset()));
            exchange.send(202, "text/plain; charset=utf-8", new byte[0]);
            return Optional.empty();
        }
        Name stored = disk.call(upload::commit);
        upload.close();
        byte[] words = (stored + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.send(201, "text/plain; charset=utf-8", words);
        return Optional.of(new Arrival(stored, piece.size()));
    }

    private void receive(Quarantine.Upload upload, long length) throws IOException {
        byte[] bytes = new byte[BUFFER];
        long begun = nanoTime.getAsLong();
        long left = length;
        InputStream in = exchange.content();
        while (left > 0) {
            int read = in.read(bytes, 0, (int) Math.min(bytes.length, left));
            if (read < 0) {
                throw new IOException("the upload broke off");
            }
            left -= read;
            disk.run(() -> upload.write(bytes, read));
            long seconds = (nanoTime.getAsLong() - begun) / SECOND;
            if (seconds > WHILE_SECONDS && length - left < seconds * RATE_MIN) {
                throw new RefusedException(408, "This is too slow.");
            }
        }
    }

    private String word() throws IOException {
        String word = exchange.form().value("id");
        if (!word.matches(WORD)) {
            throw new RefusedException(400, "This is no upload.");
        }
        return word;
    }

    private Optional<Piece> piece() {
        String length = exchange.header(HttpHeader.CONTENT_LENGTH);
        if (!length.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long bytes = Long.parseLong(length);
        String range = exchange.header(HttpHeader.CONTENT_RANGE);
        if (range.isEmpty()) {
            return Optional.of(new Piece(0, bytes, bytes, true));
        }
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        long size = Long.parseLong(matcher.group(3));
        return last - first + 1 == bytes && last < size
                ? Optional.of(new Piece(first, bytes, size, false))
                : Optional.empty();
    }
}
