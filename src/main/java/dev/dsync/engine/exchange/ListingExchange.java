package dev.dsync.engine.exchange;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Changes;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns the other side's listing: from the one both agreed on last and what has changed since or,
 * where there is none or that does not give what was announced, by its pages.
 */
public final class ListingExchange implements Machine {
    /** Listings of fewer entries have so few pages that nothing else is worth a look. */
    public static final int ENTRIES_MIN = 1000;

    private final Listing local;
    private final PageRoot remote;
    private final @Nullable AgreedListings agreed;
    private @Nullable PageRoot base;
    private @Nullable ChangedListing changed;
    private @Nullable RelPath told;
    private long changes;
    private boolean expecting;
    private @Nullable Exchange paging;
    private boolean done;

    /**
     * An exchange that puts the pages into the store of what is here.
     *
     * @param local what is here
     * @param agreed what was agreed on before; null if nothing is remembered
     */
    public ListingExchange(Listing local, PageRoot remote, @Nullable AgreedListings agreed) {
        this.local = local;
        this.remote = remote;
        this.agreed = agreed;
        this.done = local.root().equals(remote);
    }

    /** Whether so many entries are worth remembering a listing, on both sides. */
    public static boolean isWorthwhile(PageRoot listing) {
        return listing.entries() >= ENTRIES_MIN;
    }

    /** What was remembered. */
    private record Recalled(Optional<PageRoot> base) implements Completion {}

    /** Changes were taken in. */
    private record Merged(long bytes) implements Completion {}

    /** The last were, and this is what they give; null if nothing. */
    private record Finished(@Nullable PageRoot root) implements Completion {}

    /** What to do first, unless it is done. */
    public List<Effect> start() throws IOException {
        AgreedListings remembered = agreed;
        if (remembered == null || !isWorthwhile(local.root()) || !isWorthwhile(remote)) {
            return page();
        }
        return List.of(new Effect.Run(Lane.READ, () -> new Recalled(remembered.last())));
    }

    private List<Effect> page() throws IOException {
        Exchange pages = new Exchange(local.store(), local.root(), remote);
        paging = pages;
        return pages.isDone() ? List.of() : pages.start();
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        Exchange pages = paging;
        if (pages != null) {
            return pages.step(event, nowNanos);
        }
        return switch (event) {
            case Event.Completed(Recalled recalled) -> recalled(recalled.base.orElse(null));
            case Event.Completed(Merged(long bytes)) ->
                    List.of(new Effect.Send(new Message.Credit(bytes)));
            case Event.Completed(Finished(PageRoot root)) -> {
                done = remote.equals(root);
                yield done ? List.of() : page();
            }
            case Event.Received(Changes told) when expecting -> told(told);
            case Event.Received(Message message) ->
                    throw UnexpectedMessageException.of(message, "while the listing is learned");
            case Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    List.of();
        };
    }

    private List<Effect> recalled(@Nullable PageRoot last) throws IOException {
        AgreedListings remembered = agreed;
        if (last == null || remembered == null) {
            return page();
        }
        Listing older = new Listing(local.profile(), last, remembered.pages());
        ChangedListing merging = new ChangedListing(older, local.store(), remote.entries());
        base = last;
        changed = merging;
        if (last.equals(remote)) { // only what is here has changed
            return List.of(finish(remembered, merging));
        }
        expecting = true;
        return List.of(new Effect.Send(new Message.ChangesRequest(last)));
    }

    private List<Effect> told(Changes message) throws IOException {
        ChangedListing merging = changed;
        AgreedListings remembered = agreed;
        PageRoot since = base;
        if (merging == null || remembered == null || since == null) {
            throw new IllegalStateException("nothing was asked");
        }
        expecting = !message.last();
        if (!message.known()) {
            // Jobs follow one another: what came before it is taken in by then.
            return List.of(new Effect.Run(Lane.READ, () -> new Finished(null)));
        }
        check(message, since);
        long bytes = message.changes().stream().mapToLong(PartSize::of).sum();
        Effect taking = new Effect.Run(Lane.READ, () -> merge(merging, message, bytes));
        return message.last() ? List.of(taking, finish(remembered, merging)) : List.of(taking);
    }

    private void check(Changes message, PageRoot since) throws IOException {
        changes += message.changes().size();
        if (changes > since.entries() + remote.entries()) {
            throw UnexpectedMessageException.of(message, "of more than there is");
        }
        if (!message.changes().isEmpty()) {
            RelPath first = message.changes().getFirst().path();
            if (told != null && first.compareTo(told) <= 0) {
                throw UnexpectedMessageException.of(message, "out of order");
            }
            told = message.changes().getLast().path();
        }
    }

    private static Merged merge(ChangedListing merging, Changes message, long bytes)
            throws IOException {
        try {
            merging.change(message.changes());
        } catch (MalformedPageException e) {
            UnexpectedMessageException broken =
                    UnexpectedMessageException.of(message, "with no entry: " + e.getMessage());
            broken.initCause(e);
            throw broken;
        }
        return new Merged(bytes);
    }

    private static Effect finish(AgreedListings remembered, ChangedListing merging) {
        return new Effect.Run(
                Lane.READ,
                () -> {
                    PageRoot root = merging.finish();
                    if (merging.isDamaged()) {
                        remembered.forget();
                    }
                    return new Finished(root);
                });
    }

    /** Whether the whole listing is in the store. */
    public boolean isDone() {
        return paging == null ? done : paging.isDone();
    }
}
