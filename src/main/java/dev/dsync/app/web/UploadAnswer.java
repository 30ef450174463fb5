package dev.dsync.app.web;

import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.io.InputStream;
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
        Name name = SafeName.of(given).orElseThrow(UploadAnswer::none);
        String size = exchange.form().value("size");
        if (!size.matches(SIZE)) {
            throw none();
        }
        String word = word();
        long offset = disk.call(() -> quarantine.offset(name, Long.parseLong(size), word));
        exchange.secure(Exchange.FILE_POLICY);
        exchange.set(HttpHeader.CACHE_CONTROL, "no-store");
        exchange.set(OFFSET, Long.toString(offset));
        exchange.send(204);
    }

    private static RefusedException none() {
        return new RefusedException(400, "This is no upload.");
    }

    /** Takes what is sent; nothing while the file is not whole. */
    Optional<Arrival> take(Name given) throws IOException {
        Piece piece = piece();
        Name name =
                SafeName.of(given)
                        .orElseThrow(
                                () -> new RefusedException(400, "This is no name for a file."));
        Optional<Name> stored = store(name, word(), piece);
        exchange.secure(Exchange.FILE_POLICY);
        if (stored.isEmpty()) {
            exchange.set(OFFSET, Long.toString(piece.first() + piece.length()));
            exchange.send(202, MediaType.TEXT, "");
            return Optional.empty();
        }
        exchange.send(201, MediaType.TEXT, stored.get() + "\n");
        return Optional.of(new Arrival(stored.get(), piece.size()));
    }

    /**
     * Puts it where the rest is, and is at it no more when this is answered, by whatever: the next
     * piece may come at once.
     *
     * @return the file's name, if it is whole
     */
    private Optional<Name> store(Name name, String word, Piece piece) throws IOException {
        try (Quarantine.Upload upload =
                disk.call(() -> quarantine.begin(name, piece.size(), word))) {
            if (piece.anew()) {
                disk.run(upload::restart);
            }
            if (upload.offset() != piece.first()) {
                throw new RefusedException(409, "Byte " + upload.offset() + " comes next.");
            }
            try {
                receive(upload, piece.length());
            } catch (FsException e) {
                disk.run(upload::giveUp); // kept, it would keep the disk full
                throw e;
            }
            return upload.isWhole() ? Optional.of(disk.call(upload::commit)) : Optional.empty();
        }
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
            throw none();
        }
        return word;
    }

    private Piece piece() throws RefusedException {
        String length = exchange.header(HttpHeader.CONTENT_LENGTH);
        if (length.isEmpty()) {
            throw new RefusedException(411, "Say how long it is.");
        }
        if (!length.matches(SIZE)) {
            throw none();
        }
        long bytes = Long.parseLong(length);
        String range = exchange.header(HttpHeader.CONTENT_RANGE);
        if (range.isEmpty()) {
            return new Piece(0, bytes, bytes, true);
        }
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw none();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        long size = Long.parseLong(matcher.group(3));
        if (last - first + 1 != bytes || last >= size) {
            throw none();
        }
        return new Piece(first, bytes, size, false);
    }
}
