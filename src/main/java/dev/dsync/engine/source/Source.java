package dev.dsync.engine.source;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Job;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.Message.PageAnswered;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers a target: with pages of the listing that was announced, and with the contents of its
 * files, as far as the target gives credit. What a target asks for beyond that waits, and there is
 * an end to what may wait.
 */
public final class Source implements Machine, AutoCloseable {
    /**
     * Bytes of pages and segments that may be on their way before the target says that it took
     * some.
     */
    public static final long WINDOW_BYTES = 16L << 20;

    /** Page requests that may wait for an answer. */
    public static final int REQUESTS_MAX = 1024;

    /** Wishes that may wait for their content. */
    public static final int WISHES_MAX = 65_536;

    /** Bytes of content read at once, which is one message. */
    private static final int READ_BYTES = 256 << 10;

    private static final int READS_AHEAD = 2;

    /** Bytes of page requests that may wait; a target asks for no more at a time. */
    public static final long REQUESTS_BYTES_MAX = 4 << 20;

    /** Bytes of wishes that may wait; a target asks for no more at a time. */
    public static final long WISHES_BYTES_MAX = 2 << 20;

    /** Bytes of pages in one message; a single answer may be longer. */
    private static final int ANSWER_BYTES = 256 << 10;

    private final PageStore pages;
    private final PageRoot root;
    private final @Nullable AgreedListings agreed;
    private final ContentReader reader;
    private final Deque<Asked> requests = new ArrayDeque<>();
    private boolean paging;
    private final List<Wish> added = new ArrayList<>();
    private @Nullable PageStream stream;
    private @Nullable ChangeStream changes;
    private boolean compared;
    private boolean streamed;
    private long credit = WINDOW_BYTES;
    private int reading;
    private long requestBytes;

    /** Files asked about in queries that wait. */
    public static final int QUERIED_MAX = 65_536;

    private final Deque<ManifestQuery> queries = new ArrayDeque<>();
    private long queried;
    private boolean answering;

    /** Bytes of each wish that waits. */
    private final Deque<Integer> wishes = new ArrayDeque<>();

    private long wishBytes;
    private boolean idle = true;

    /** What was sent and uses up so much of the window until the target has taken it in. */
    private record Sent(long windowBytes, long contentBytes) {}

    private final Deque<Sent> unsettled = new ArrayDeque<>();
    private long creditNotMatched;
    private long storedBytes;

    /**
     * A source of one announced listing.
     *
     * @param pages exactly the pages the peer may have
     * @param root the top one of them
     * @param contents the files behind them
     * @param agreed the listings the peer may have changes told of; null if there are none
     */
    public Source(
            PageStore pages, PageRoot root, Contents contents, @Nullable AgreedListings agreed) {
        this.pages = pages;
        this.root = root;
        this.agreed = agreed;
        this.reader = new ContentReader(contents);
    }

    /** A page asked for. */
    private record Asked(PageKind kind, PageRequest request) {}

    /** Page requests answered, the first ones of those that wait. */
    private record Answered(List<PageAnswered> answers, long reserved) implements Completion {}

    /** The first of the queries that wait. */
    private record Told(ManifestAnswer answer) implements Completion {}

    /** Pages of the stream. */
    private record Streamed(List<Slice> pages, boolean last, long reserved) implements Completion {}

    /** Changes since a listing agreed on before. */
    private record Compared(Message.Changes changes, long reserved) implements Completion {}

    /** Segments that were read. */
    private record Read(ContentReader.Part part, int reserved, boolean idle)
            implements Completion {}

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Received(Message.ManifestRequest asked) -> {
                take(asked);
                yield goOn();
            }
            case Event.Completed(Told told) -> told(told);
            case Event.Received(Message.PageRequests asked) -> {
                take(asked);
                yield goOn();
            }
            case Event.Received(Message.StreamRequest asked) -> {
                if (streamed) {
                    throw UnexpectedMessageException.of(asked, "a second time");
                }
                streamed = true;
                stream = new PageStream(pages, root);
                yield goOn();
            }
            case Event.Received(Message.ChangesRequest asked) -> {
                compare(asked);
                yield goOn();
            }
            case Event.Received(Message.Fetch fetch) -> {
                take(fetch);
                yield goOn();
            }
            case Event.Received(Message.Credit given) -> {
                if (given.bytes() > WINDOW_BYTES - credit) {
                    throw UnexpectedMessageException.of(given, "for more than was sent");
                }
                credit += given.bytes();
                settle(given.bytes());
                yield goOn();
            }
            case Event.Completed(Answered answered) -> {
                answered.answers.forEach(_ -> requestBytes -= requests.remove().request.bytes());
                long bytes = answered.answers.stream().mapToLong(PartSize::of).sum();
                yield paged(new Message.PageAnswers(answered.answers), answered.reserved, bytes);
            }
            case Event.Completed(Streamed streamed) -> {
                stream = streamed.last ? null : stream;
                long bytes = streamed.pages.stream().mapToLong(PartSize::of).sum();
                yield paged(
                        new Message.Pages(streamed.pages, streamed.last), streamed.reserved, bytes);
            }
            case Event.Completed(Compared compared) -> compared(compared);
            case Event.Completed(Read read) -> sent(read);
            case Event.Received received ->
                    throw UnexpectedMessageException.of(received.message(), "to a source");
            case Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    List.of();
        };
    }

    private void take(Message.PageRequests asked) throws UnexpectedMessageException {
        asked.requests().forEach(one -> requests.add(new Asked(asked.kind(), one)));
        requestBytes += asked.requests().stream().mapToLong(PageRequest::bytes).sum();
        if (requests.size() > REQUESTS_MAX || requestBytes > REQUESTS_BYTES_MAX) {
            throw UnexpectedMessageException.of(asked, "beyond what may wait");
        }
    }

    private void compare(Message.ChangesRequest asked) throws UnexpectedMessageException {
        if (compared) {
            throw UnexpectedMessageException.of(asked, "a second time");
        }
        compared = true;
        changes = new ChangeStream(agreed, asked.base(), pages, root);
    }

    private List<Effect> compared(Compared compared) {
        Message.Changes told = compared.changes;
        changes = told.last() ? null : changes;
        long bytes = told.changes().stream().mapToLong(PartSize::of).sum();
        return paged(told, compared.reserved, bytes);
    }

    private void take(Message.ManifestRequest asked) throws UnexpectedMessageException {
        queries.addAll(asked.queries());
        queried += asked.queries().stream().mapToLong(one -> one.entries().size()).sum();
        if (queried > QUERIED_MAX) {
            throw UnexpectedMessageException.of(asked, "beyond what may wait");
        }
    }

    private void take(Message.Fetch fetch) throws UnexpectedMessageException {
        added.addAll(fetch.wishes());
        for (Wish wish : fetch.wishes()) {
            int bytes = PartSize.of(wish);
            wishes.add(bytes);
            wishBytes += bytes;
        }
        if (wishes.size() > WISHES_MAX || wishBytes > WISHES_BYTES_MAX) {
            throw UnexpectedMessageException.of(fetch, "beyond what may wait");
        }
        idle = idle && fetch.wishes().isEmpty();
    }

    /**
     * Answers and reads as far as the credit goes. All that is large is made by jobs, which wait
     * where the target does not take what was sent before.
     */
    private List<Effect> goOn() {
        List<Effect> effects = new ArrayList<>();
        if (!paging && credit > 0) {
            long bytes = Math.min(credit, ANSWER_BYTES);
            Job next = nextPages(bytes);
            if (next != null) {
                paging = true;
                credit -= bytes;
                effects.add(new Effect.Run(Lane.READ, next));
            }
        }
        ManifestQuery query = queries.peek();
        if (!answering && query != null) {
            answering = true;
            effects.add(new Effect.Run(Lane.READ, () -> new Told(reader.answer(query))));
        }
        read(effects);
        return effects;
    }

    /** What makes so many bytes of what was asked for of the listing; null where nothing was. */
    private @Nullable Job nextPages(long bytesMax) {
        PageStream streaming = stream;
        ChangeStream comparing = changes;
        if (!requests.isEmpty()) {
            List<Asked> asked = List.copyOf(requests);
            return () -> answered(asked, bytesMax);
        }
        if (comparing != null) {
            return () -> new Compared(comparing.next(bytesMax), bytesMax);
        }
        return streaming == null ? null : () -> streamed(streaming, bytesMax);
    }

    private List<Effect> told(Told told) {
        answering = false;
        queried -= queries.remove().entries().size();
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Send(new Message.Manifests(List.of(told.answer))));
        effects.addAll(goOn());
        return effects;
    }

    private static Streamed streamed(PageStream stream, long bytesMax) throws IOException {
        List<Slice> next = stream.next(bytesMax);
        return new Streamed(next, stream.isAtEnd(), bytesMax);
    }

    private Answered answered(List<Asked> asked, long bytesMax) throws IOException {
        List<PageAnswered> answers = new ArrayList<>();
        long bytes = 0;
        for (Asked one : asked) {
            if (bytes >= bytesMax) {
                break;
            }
            PageRequest request = one.request;
            byte[] answer = request.answer(one.kind, announced(one), ANSWER_BYTES);
            PageAnswered answered = new PageAnswered(request.name(), new Slice(answer));
            answers.add(answered);
            bytes += PartSize.of(answered);
        }
        return new Answered(answers, bytesMax);
    }

    /** The pages among which the one asked for is. */
    private PageStore announced(Asked asked) throws IOException {
        Digest page = asked.request.name();
        Optional<PageStore> store =
                switch (asked.kind) {
                    case LISTING, TOMBSTONES ->
                            pages.contains(page) ? Optional.of(pages) : Optional.empty();
                    case MANIFEST -> reader.manifests().with(page);
                };
        return store.orElseThrow(
                () ->
                        new UnexpectedMessageException(
                                "PageRequests", "for a page that was not announced"));
    }

    private List<Effect> paged(Message message, long reserved, long bytes) {
        paging = false;
        credit += reserved - bytes;
        unsettled.add(new Sent(bytes, 0));
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Send(message));
        effects.addAll(goOn());
        return effects;
    }

    private void read(List<Effect> effects) {
        while (!idle && reading < READS_AHEAD && credit > 0) {
            List<Wish> more = List.copyOf(added);
            added.clear();
            int bytes = (int) Math.min(READ_BYTES, credit);
            credit -= bytes;
            reading++;
            effects.add(
                    new Effect.Run(
                            Lane.READ,
                            () -> {
                                reader.add(more);
                                return new Read(reader.read(bytes), bytes, reader.isIdle());
                            }));
        }
    }

    private List<Effect> sent(Read read) {
        reading--;
        idle = read.idle && added.isEmpty();
        long taken = 0;
        long content = 0;
        List<Segment> segments = read.part.segments();
        for (Segment segment : segments) {
            taken += PartSize.of(segment);
            content += segment.contentBytes();
        }
        for (int done = 0; done < read.part.wishesDone(); done++) {
            wishBytes -= wishes.remove();
        }
        credit += read.reserved - taken;
        unsettled.add(new Sent(taken, content));
        List<Effect> effects = new ArrayList<>();
        if (!segments.isEmpty()) {
            effects.add(new Effect.Send(new Message.Data(segments)));
        }
        effects.addAll(goOn());
        return effects;
    }

    /** Matches returned credit with what was sent first. */
    private void settle(long bytes) {
        creditNotMatched += bytes;
        Sent first = unsettled.peek();
        while (first != null && first.windowBytes <= creditNotMatched) {
            creditNotMatched -= first.windowBytes;
            storedBytes += first.contentBytes;
            unsettled.remove();
            first = unsettled.peek();
        }
    }

    /** Content bytes the target has taken in so far. */
    public long storedBytes() {
        return storedBytes;
    }

    /** Closes the file being read, if any. */
    @Override
    public void close() {
        reader.close();
    }
}
