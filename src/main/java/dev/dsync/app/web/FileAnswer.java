package dev.dsync.app.web;

import dev.dsync.app.web.ByteRanges.ByteRange;
import dev.dsync.app.web.SharedFiles.Place;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;

/** A file as an answer: whole, in parts, or only that it is as it was. */
final class FileAnswer {
    private final Disk disk;
    private final Buffers buffers;
    private final Exchange exchange;

    FileAnswer(Disk disk, Buffers buffers, Exchange exchange) {
        this.disk = disk;
        this.buffers = buffers;
        this.exchange = exchange;
    }

    /**
     * Answers.
     *
     * @param now by the clock that stamps files, read before the file was looked at
     * @param saved whether a browser is to save it even if it could show it
     * @param site whether it is part of the operator's own pages
     */
    void send(Place.Leaf leaf, Timestamp now, boolean saved, boolean site) throws IOException {
        try (ReadableFile file = disk.call(() -> open(leaf))) {
            Stat stat = disk.call(file::stat);
            MediaType type = site ? MediaType.ofSite(leaf.name()) : MediaType.of(leaf.name());
            EntityTag tag = EntityTag.of(stat.stamp(), now);
            exchange.secure(site ? Exchange.SITE_POLICY : Exchange.FILE_POLICY);
            exchange.set(HttpHeader.ETAG, tag.text());
            exchange.set(HttpHeader.LAST_MODIFIED, HttpTime.text(stat.modified().seconds()));
            exchange.set(HttpHeader.CACHE_CONTROL, "private, no-cache");
            exchange.set(HttpHeader.ACCEPT_RANGES, "bytes");
            Conditions conditions = new Conditions(exchange, tag, stat.modified().seconds());
            if (conditions.fail()) {
                exchange.refuse(412, "It is not as it was.");
                return;
            }
            if (conditions.isUnchanged()) {
                exchange.send(304);
                return;
            }
            exchange.saveAs(leaf.name(), type.shown() && !saved);
            send(file, stat, type, conditions.wantsRange());
        }
    }

    private static ReadableFile open(Place.Leaf leaf) throws IOException {
        try (Directory folder = leaf.root().open(leaf.folder())) {
            return folder.openFile(leaf.name());
        }
    }

    private void send(ReadableFile file, Stat stat, MediaType type, boolean ranged)
            throws IOException {
        long size = stat.size();
        Optional<List<ByteRange>> wanted =
                ranged
                        ? ByteRanges.parse(exchange.header(HttpHeader.RANGE), size)
                        : Optional.empty();
        if (wanted.isEmpty()) {
            exchange.status(200);
            exchange.set(HttpHeader.CONTENT_TYPE, type.text());
            exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(size));
            copy(file, stat, new ByteRange(0, size - 1), true);
            return;
        }
        List<ByteRange> ranges = wanted.get();
        if (ranges.isEmpty()) {
            exchange.refuseRange("bytes */" + size);
        } else if (ranges.size() == 1) {
            ByteRange range = ranges.getFirst();
            exchange.status(206);
            exchange.set(HttpHeader.CONTENT_TYPE, type.text());
            exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(range.length()));
            exchange.set(HttpHeader.CONTENT_RANGE, text(range, size));
            copy(file, stat, range, true);
        } else {
            sendParts(file, stat, type, ranges);
        }
    }

    private static String text(ByteRange range, long size) {
        return "bytes " + range.first() + "-" + range.last() + "/" + size;
    }

    private void sendParts(ReadableFile file, Stat stat, MediaType type, List<ByteRange> ranges)
            throws IOException {
        // Made of when the file was changed last, so that it cannot have been written into it.
        String boundary = EntityTag.of(stat.stamp(), stat.changed()).opaque();
        List<byte[]> heads = new ArrayList<>();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        long length = end.length;
        for (ByteRange range : ranges) {
            String head =
                    (heads.isEmpty() ? "--" : "\r\n--")
                            + boundary
                            + "\r\nContent-Type: "
                            + type.text()
                            + "\r\nContent-Range: "
                            + text(range, stat.size())
                            + "\r\n\r\n";
            heads.add(head.getBytes(StandardCharsets.US_ASCII));
            length += head.length() + range.length();
        }
        exchange.status(206);
        exchange.set(HttpHeader.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
        exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(length));
        for (int i = 0; i < ranges.size(); i++) {
            exchange.write(false, ByteBuffer.wrap(heads.get(i)));
            copy(file, stat, ranges.get(i), false);
        }
        exchange.write(true, ByteBuffer.wrap(end));
    }

    /** Sends bytes of the file; of one that is changed meanwhile, not the last of them. */
    private void copy(ReadableFile file, Stat stat, ByteRange range, boolean last)
            throws IOException {
        if (exchange.isHead() || range.length() == 0) {
            exchange.write(last, ByteBuffer.allocate(0));
            return;
        }
        ByteBuffer buffer = buffers.take();
        try {
            long position = range.first();
            while (position <= range.last()) {
                long from = position;
                boolean end = range.last() - position < Buffers.BYTES;
                buffer.clear();
                if (end) {
                    buffer.limit((int) (range.last() - position + 1));
                }
                int read = disk.call(() -> read(file, stat, from, buffer, end));
                buffer.flip();
                exchange.write(last && end, buffer);
                position += read;
            }
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private static int read(
            ReadableFile file, Stat stat, long position, ByteBuffer buffer, boolean end)
            throws IOException {
        int wanted = buffer.remaining();
        int read = file.read(position, buffer);
        if (read < wanted) {
            throw new IOException("the file became shorter");
        }
        if (end) {
            Stat after = file.stat();
            if (after.size() != stat.size() || !after.modified().equals(stat.modified())) {
                throw new IOException("the file was changed");
            }
        }
        return read;
    }

    /**
     * The conditions of a request (RFC 9110, section 13).
     *
     * @param modified seconds since 1970
     */
    private record Conditions(Exchange exchange, EntityTag tag, long modified) {
        boolean fail() {
            String match = exchange.header(HttpHeader.IF_MATCH);
            if (!match.isEmpty()) {
                return !tag.isStrictlyAmong(match);
            }
            OptionalLong since = time(HttpHeader.IF_UNMODIFIED_SINCE);
            return since.isPresent() && modified > since.getAsLong();
        }

        boolean isUnchanged() {
            String match = exchange.header(HttpHeader.IF_NONE_MATCH);
            if (!match.isEmpty()) {
                return tag.isAmong(match);
            }
            OptionalLong since = time(HttpHeader.IF_MODIFIED_SINCE);
            return since.isPresent() && modified <= since.getAsLong();
        }

        /** Whether what is asked for is part of what the visitor has the rest of. */
        boolean wantsRange() {
            if (exchange.header(HttpHeader.RANGE).isEmpty()) {
                return false;
            }
            String state = exchange.header(HttpHeader.IF_RANGE).strip();
            if (state.isEmpty()) {
                return true;
            }
            if (state.endsWith("\"")) {
                return tag.strong() && state.equals(tag.text());
            }
            OptionalLong time = HttpTime.parse(state);
            return tag.strong() && time.isPresent() && time.getAsLong() == modified;
        }

        private OptionalLong time(HttpHeader name) {
            return HttpTime.parse(exchange.header(name));
        }
    }
}
