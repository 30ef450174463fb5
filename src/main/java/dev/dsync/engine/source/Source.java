package dev.dsync.engine.source;

import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.PageAnswered;
import dev.dsync.io.wire.Message.Segment;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a target: with pages of the listing that was announced, and with the contents of its
 * files, as far as the target gives credit.
 */
public final class Source implements Machine, AutoCloseable {
    /** Content bytes that may be on their way before the target says that its disk took some. */
    public static final long WINDOW_BYTES = 16L << 20;

    private static final int READ_BYTES = 1 << 20;
    private static final int READS_AHEAD = 2;

    /** Bytes of answers in one message; a single answer may be longer. */
    private static final int ANSWER_BYTES = 1 << 20;

    private final PageStore pages;
    private final ContentReader reader;
    private final List<Wish> added = new ArrayList<>();
    private long credit = WINDOW_BYTES;
    private int reading;
    private boolean idle = true;
    private long contentBytes;

    /**
     * A source of one announced listing.
     *
     * @param pages exactly the pages the peer may have
     * @param contents the files behind them
     */
    public Source(PageStore pages, Contents contents) {
        this.pages = pages;
        this.reader = new ContentReader(contents);
    }

    /** Segments that were read. */
    private record Read(List<Segment> segments, int reserved, boolean idle) implements Completion {}

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Received(Message.PageRequests requests) -> answer(requests.requests());
            case Event.Received(Message.Fetch fetch) -> {
                added.addAll(fetch.wishes());
                idle = false;
                yield read();
            }
            case Event.Received(Message.Credit given) -> {
                credit += given.bytes();
                if (given.bytes() < 0 || credit > WINDOW_BYTES) {
                    throw new IOException("credit for more than was sent");
                }
                yield read();
            }
            case Event.Completed(Read read) -> sent(read);
            case Event.Received _,
                    Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Cancelled _ ->
                    List.of();
        };
    }

    private List<Effect> answer(List<PageRequest> requests) throws IOException {
        List<Effect> effects = new ArrayList<>();
        List<PageAnswered> answers = new ArrayList<>();
        int bytes = 0;
        for (PageRequest request : requests) {
            if (!pages.contains(request.name())) {
                throw new IOException("asked for a page that was not announced");
            }
            byte[] answer = request.answer(PageKind.LISTING, pages, ANSWER_BYTES);
            if (bytes + answer.length > ANSWER_BYTES && !answers.isEmpty()) {
                effects.add(new Effect.Send(new Message.PageAnswers(answers)));
                answers.clear();
                bytes = 0;
            }
            answers.add(new PageAnswered(request.name(), new Slice(answer)));
            bytes += answer.length;
        }
        if (!answers.isEmpty()) {
            effects.add(new Effect.Send(new Message.PageAnswers(answers)));
        }
        return effects;
    }

    private List<Effect> read() {
        List<Effect> effects = new ArrayList<>();
        while (!idle && reading < READS_AHEAD && credit > 0) {
            List<Wish> wishes = List.copyOf(added);
            added.clear();
            int bytes = (int) Math.min(READ_BYTES, credit);
            credit -= bytes;
            reading++;
            effects.add(
                    new Effect.Run(
                            Lane.READ,
                            () -> {
                                reader.add(wishes);
                                return new Read(reader.read(bytes), bytes, reader.isIdle());
                            }));
        }
        return effects;
    }

    private List<Effect> sent(Read read) {
        reading--;
        idle = read.idle && added.isEmpty();
        int content = 0;
        for (Segment segment : read.segments) {
            if (segment instanceof Segment.Bytes bytes) {
                content += bytes.bytes().length();
            }
        }
        credit += read.reserved - content;
        contentBytes += content;
        List<Effect> effects = new ArrayList<>();
        if (!read.segments.isEmpty()) {
            effects.add(new Effect.Send(new Message.Data(read.segments)));
        }
        effects.addAll(read());
        return effects;
    }

    /** Content bytes sent so far. */
    public long contentBytes() {
        return contentBytes;
    }

    /** Closes the file being read, if any. */
    @Override
    public void close() {
        reader.close();
    }
}
