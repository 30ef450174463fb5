package dev.dsync.app.web;

import dev.dsync.app.web.ByteRanges.ByteRange;
import dev.dsync.app.web.SharedFiles.Place;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.eclipse.jetty.http.HttpHeader;

/** A file as an answer: whole, in parts, or only that it is as it was. */
final class FileAnswer {
    private final Disk disk;
    private final Buffers buffers;
    private final Deliveries deliveries;
    private final Exchange exchange;

    FileAnswer(Disk disk, Buffers buffers, Deliveries deliveries, Exchange exchange) {
        this.disk = disk;
        this.buffers = buffers;
        this.deliveries = deliveries;
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
        try (ReadableFile file = disk.call(leaf::open)) {
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
            exchange.saveAs(leaf.name().bytes(), type.shown() && !saved);
            deliver(new Shown(file, stat, tag, leaf.name(), type), conditions.wantsRange());
        }
    }

    /** A file that is sent. */
    private record Shown(ReadableFile file, Stat stat, EntityTag tag, Name name, MediaType type) {
        long size() {
            return stat.size();
        }
    }

    private void deliver(Shown content, boolean ranged) throws IOException {
        Optional<List<ByteRange>> wanted =
                ranged
                        ? ByteRanges.parse(exchange.header(HttpHeader.RANGE), content.size())
                        : Optional.empty();
        List<ByteRange> ranges = wanted.orElse(List.of(new ByteRange(0, content.size() - 1)));
        if (ranges.isEmpty()) {
            exchange.refuseRange("bytes */" + content.size());
            return;
        }
        if (exchange.isHead()) {
            send(content, ranges, wanted.isPresent(), bytes -> {});
            return;
        }
        long length = ranges.stream().mapToLong(ByteRange::length).sum();
        String key = content.tag.opaque() + exchange.path();
        try (Deliveries.Delivery delivery =
                deliveries.begin(
                        exchange.visitor(), key, content.name.toString(), content.size(), length)) {
            send(content, ranges, wanted.isPresent(), delivery::sent);
            if (length == 0) {
                delivery.sent(1); // an empty file counts as one byte
            }
            delivery.done(length);
        }
    }

    private void send(Shown content, List<ByteRange> ranges, boolean partial, LongConsumer sent)
            throws IOException {
        if (ranges.size() > 1) {
            sendParts(content, ranges, sent);
            return;
        }
        ByteRange range = ranges.getFirst();
        exchange.status(partial ? 206 : 200);
        if (partial) {
            exchange.set(HttpHeader.CONTENT_RANGE, text(range, content.size()));
        }
        exchange.set(HttpHeader.CONTENT_TYPE, content.type.text());
        exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(range.length()));
        copy(content, range, true, sent);
    }

    private static String text(ByteRange range, long size) {
        return "bytes " + range.first() + "-" + range.last() + "/" + size;
    }

    private void sendParts(Shown content, List<ByteRange> ranges, LongConsumer sent)
            throws IOException {
        // Made of when the file was changed last, so that it cannot have been written into it.
        String boundary = content.tag.opaque();
        List<byte[]> heads = new ArrayList<>();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        long length = end.length;
        for (ByteRange range : ranges) {
            String head =
                    (heads.isEmpty() ? "--" : "\r\n--")
                            + boundary
                            + "\r\nContent-Type: "
                            + content.type.text()
                            + "\r\nContent-Range: "
                            + text(range, content.size())
                            + "\r\n\r\n";
            heads.add(head.getBytes(StandardCharsets.US_ASCII));
            length += head.length() + range.length();
        }
        exchange.status(206);
        exchange.set(HttpHeader.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
        exchange.set(HttpHeader.CONTENT_LENGTH, Long.toString(length));
        for (int i = 0; i < ranges.size(); i++) {
            exchange.write(false, ByteBuffer.wrap(heads.get(i)));
            copy(content, ranges.get(i), false, sent);
        }
        exchange.write(true, ByteBuffer.wrap(end));
    }

    /** Sends bytes of the file; of one that is changed meanwhile, not the last of them. */
    private void copy(Shown content, ByteRange range, boolean last, LongConsumer sent)
            throws IOException {
        if (exchange.isHead() || range.length() == 0) {
            exchange.write(last, ByteBuffer.allocate(0));
            return;
        }
        Optional<Passage> passage = exchange.passage();
        long position = range.first();
        if (passage.isPresent()) {
            position = letThrough(passage.get(), content, range, sent);
        }
        long rest = position;
        SteadyFile steady = new SteadyFile(disk, content.file, content.stat);
        buffers.lend(
                buffer -> {
                    steady.copy(
                            rest,
                            range.last() + 1,
                            buffer,
                            (part, end) -> {
                                int bytes = part.remaining();
                                exchange.write(last && end, part);
                                sent.accept(bytes);
                            });
                    return true;
                });
    }

    /** Lets all but the end of a range pass unread, and says where the end begins. */
    private long letThrough(Passage passage, Shown content, ByteRange range, LongConsumer sent)
            throws IOException {
        long position = range.first();
        while (range.last() - position >= Buffers.BYTES) {
            long most = range.last() + 1 - Buffers.BYTES - position;
            int length = (int) Math.min(Passage.BYTES_MAX, Math.max(1, most));
            Passage.Passing passing = passage.letThrough(content.file, position, length);
            exchange.write(false, passing.standIn());
            if (!passing.isDone()) {
                throw new IllegalStateException("what stood for a file was sent");
            }
            sent.accept(length);
            position += length;
        }
        return position;
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
            if (exchange.isHead() || exchange.header(HttpHeader.RANGE).isEmpty()) {
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
