package dev.dsync.engine.session;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Problem;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.scan.Scan;
import dev.dsync.engine.source.Source;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.wire.Limits;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The side bytes come from: lists, announces, and answers until the target is done. */
final class SourceRun implements Run {
    /** Problems that travel; the rest is only counted. */
    private static final int PROBLEMS_TOLD_MAX = 1000;

    private final SourceFiles files;
    private final Terms terms;
    private final Map<Root, KnownContents> contents;
    private final SyncEvent.Listener listener;
    private final MemoryPageStore pages = new MemoryPageStore();
    private final @Nullable AgreedListings agreed;
    private Message.@Nullable ListingRoot announced;
    private boolean asked;
    private @Nullable Scan scan;
    private @Nullable Source source;
    private @Nullable Ending ending;
    private List<Problem> problems = List.of();

    SourceRun(SourceFiles files, Terms terms, Indexing indexing, SyncEvent.Listener listener)
            throws IOException {
        this.files = files;
        this.terms = terms;
        this.agreed = files.isEmpty() ? null : Bases.of(indexing, terms, files::root);
        boolean believes = !terms.request().policy().comparison().paranoid();
        this.contents = files.contents(indexing.believing(believes));
        this.listener = listener;
    }

    /** The sources are listed. */
    private record Scanned(
            Scan scan, Stakes stakes, Map<Integer, String> users, Map<Integer, String> groups)
            implements Completion {}

    @Override
    public List<Effect> start() {
        listener.tell(new SyncEvent.Placed(terms.missing(), terms.rename()));
        return List.of(new Effect.Run(Lane.READ, this::list));
    }

    private Scanned list() throws IOException {
        Scan found =
                files.scan(
                        terms.profile(),
                        terms.request().scope(),
                        terms.request().attributes().modes(),
                        terms.rename(),
                        root -> Objects.requireNonNull(contents.get(root)),
                        pages);
        FileSystem.Accounts accounts = files.accounts();
        Stakes stakes = Losses.told(found.stakes(), terms, files.user(), accounts);
        if (terms.request().attributes().numericIds()) {
            return new Scanned(found, stakes, Map.of(), Map.of());
        }
        Set<Integer> uids = Losses.ids(found.uids(), stakes.users());
        Set<Integer> gids = Losses.ids(found.gids(), stakes.groups());
        return new Scanned(
                found,
                stakes,
                OwnerMap.names(uids, accounts::userName),
                OwnerMap.names(gids, accounts::groupName));
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Completed(Scanned scanned) -> announce(scanned);
            case Event.Received(Message.Planned planned) when terms.userHere() -> {
                listener.tell(new SyncEvent.Planned(planned.summary()));
                yield List.of();
            }
            case Event.Received(Message.Report report) when terms.userHere() -> {
                listener.tell(new SyncEvent.Settled(report.items()));
                yield List.of();
            }
            case Event.Received(Message.Finished finished) when source != null -> finish(finished);
            case Event.Received _,
                    Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    answer(event, nowNanos);
        };
    }

    private List<Effect> announce(Scanned scanned) throws IOException {
        Scan listed = scanned.scan;
        scan = listed;
        List<Problem> all = new ArrayList<>(files.problems());
        all.addAll(listed.problems());
        problems = List.copyOf(all);
        source =
                new Source(
                        pages,
                        listed.listing().root(),
                        new AnnouncedFiles(listed, contents),
                        agreed);
        listener.tell(new SyncEvent.Listed(listed.counts(), listed.fileBytes(), problems));
        boolean complete = listed.complete() && files.problems().isEmpty();
        List<Problem> told = Parts.first(problems, PROBLEMS_TOLD_MAX);
        Message.ListingRoot root =
                new Message.ListingRoot(
                        listed.listing().root(),
                        listed.counts(),
                        listed.fileBytes(),
                        complete,
                        told,
                        scanned.users,
                        scanned.groups,
                        null,
                        ignoring(),
                        scanned.stakes);
        announced = root;
        return List.of(new Effect.Send(root));
    }

    /** What keeps what is at the target from being deleted, where the run may delete. */
    private List<IgnoreRules.Texts> ignoring() throws IOException {
        Policy.Deletion deletion = terms.request().policy().deletion();
        if (!deletion.enabled() && !deletion.force()) {
            return List.of();
        }
        List<IgnoreRules.Texts> ignoring = files.ignoring();
        long bytes = ignoring.stream().mapToLong(IgnoreRules.Texts::bytes).sum();
        if (bytes > Limits.IGNORE_FILES_MAX) {
            throw new Refusal(
                    Message.Reason.INVALID_RULE,
                    "the ignore files of the source have " + bytes + " bytes, too many to delete");
        }
        return ignoring;
    }

    private List<Effect> answer(Event event, long nowNanos) throws IOException {
        Source answering = source;
        if (answering == null) {
            if (event instanceof Event.Received(Message message)) {
                throw UnexpectedMessageException.of(message, "before there was a listing");
            }
            return List.of();
        }
        asked |= event instanceof Event.Received(Message message) && asksForListing(message);
        long before = answering.storedBytes();
        List<Effect> effects = answering.step(event, nowNanos);
        if (answering.storedBytes() > before) {
            listener.tell(new SyncEvent.Moved(answering.storedBytes() - before));
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send(Message sent)) {
                paged(sent);
            }
        }
        return effects;
    }

    private static boolean asksForListing(Message message) {
        return message instanceof Message.StreamRequest
                || message instanceof Message.ChangesRequest
                || (message instanceof Message.PageRequests pages
                        && pages.kind() == PageKind.LISTING);
    }

    private void paged(Message message) {
        long bytes = SyncEvent.Paged.bytes(message);
        if (bytes > 0) {
            listener.tell(new SyncEvent.Paged(bytes));
        }
    }

    private List<Effect> finish(Message.Finished finished) {
        ending = Ending.Done.of(finished, problems);
        return List.of(new Effect.End());
    }

    /** What is listed; null before it is announced. */
    @Nullable Scan scan() {
        return scan;
    }

    @Override
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    @Override
    public void close() throws IOException {
        try (files;
                agreed) {
            if (source != null) {
                source.close();
            }
            contents.values().forEach(KnownContents::close);
            Bases.remember(agreed, terms, announced, asked, ending, pages);
        }
    }
}
