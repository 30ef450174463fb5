package dev.dsync.engine.session;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.ReportLevel;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Two file systems, and runs between them. */
final class Scenario {
    static final Profile ARCHIVE =
            new Profile(
                    true, true, true, true, true, true, true, true, true, true, false, false,
                    false);
    static final Profile ARCHIVE_LINKS =
            new Profile(
                    true, true, true, true, true, true, true, true, true, true, true, false, false);
    static final Policy.Deletion DELETE =
            new Policy.Deletion(
                    true,
                    Policy.Timing.DURING,
                    false,
                    new Policy.MaxDelete.Unlimited(),
                    false,
                    false,
                    false);

    final VirtualClock clock = new VirtualClock();
    final MemoryFileSystem from = new MemoryFileSystem(clock);
    final MemoryFileSystem to = new MemoryFileSystem(clock);
    final MemoryTree source;
    final MemoryTree target;
    final List<SyncEvent> told = new ArrayList<>();
    final SplittableRandom random;
    Policy policy = Policy.DEFAULT;
    Profile profile = ARCHIVE;
    Scope scope = Scope.ALL;
    ReportLevel report = ReportLevel.CHANGES;
    boolean dryRun;
    boolean wholeFiles;
    boolean munges;
    AttributeChanges attributes =
            new AttributeChanges(true, ModeChanges.NONE, IdMap.NONE, IdMap.NONE);
    final KeptIndexes sourceIndexes = new KeptIndexes();
    final KeptIndexes targetIndexes = new KeptIndexes();
    boolean remembers;
    LongSupplier latency;
    LongSupplier jobs;

    Scenario(long seed) throws IOException {
        random = new SplittableRandom(seed);
        source = new MemoryTree(from, "a");
        target = new MemoryTree(to, "b");
        latency = () -> random.nextLong(1_000_000);
        jobs = () -> random.nextLong(1_000_000);
    }

    Scenario deleting() {
        policy = new Policy(DELETE, policy.comparison(), policy.selection());
        return this;
    }

    Scenario deleting(Policy.Timing timing) {
        Policy.Deletion deletion =
                new Policy.Deletion(
                        true, timing, false, new Policy.MaxDelete.Unlimited(), false, false, false);
        policy = new Policy(deletion, policy.comparison(), policy.selection());
        return this;
    }

    /** Everything takes part, and some links stand for what they lead to. */
    Scenario following(Scope.Links links) {
        scope =
                new Scope(
                        true,
                        false,
                        false,
                        false,
                        false,
                        List.of(),
                        false,
                        false,
                        Scope.Missing.FAILS,
                        false,
                        links,
                        Scope.Ignores.NONE);
        return this;
    }

    /** Both sides have indexes, and know each other. */
    Scenario remembering() {
        remembers = true;
        return this;
    }

    private Indexing indexing(KeptIndexes indexes) {
        return remembers ? indexes.indexing() : Indexing.NONE;
    }

    /** Messages take just this long, everything else no time at all. */
    Scenario withLatency(long nanos) {
        latency = () -> nanos;
        jobs = () -> 0;
        return this;
    }

    /** What did not succeed, as far as it was told. */
    List<Problem> problems() {
        return told.stream()
                .filter(SyncEvent.Settled.class::isInstance)
                .flatMap(event -> ((SyncEvent.Settled) event).items().stream())
                .filter(Item.Failed.class::isInstance)
                .map(item -> ((Item.Failed) item).problem())
                .toList();
    }

    VirtualRun push() throws IOException {
        return push("a/", "b/");
    }

    VirtualRun push(String source, String destination) throws IOException {
        SourceFiles files =
                SourceFiles.open(from, List.of(TypedPath.literal(source)), scope).unmunging(munges);
        Request request = request(Role.SOURCE, destination, files.placement());
        return start(
                Session.push(new TrustedGreeting(), request, files, told::add)
                        .with(indexing(sourceIndexes)),
                target());
    }

    VirtualRun pull() throws IOException {
        return pull("a/", "b/");
    }

    VirtualRun pull(String source, String destination) throws IOException {
        TypedPath here = TypedPath.literal(destination);
        Request request = request(Role.TARGET, source, TargetPlace.placement(to, here));
        return start(
                Session.pull(
                                new TrustedGreeting(),
                                request,
                                rename ->
                                        TargetPlace.open(to, here, false, dryRun, rename)
                                                .munging(munges),
                                told::add)
                        .with(indexing(targetIndexes)),
                source());
    }

    /** How a push ends where a listener agrees to it so, and says no more; empty if it goes on. */
    Optional<Ending> pushedTo(Message.Accept accept, String... sources) throws IOException {
        List<TypedPath> paths = Stream.of(sources).map(TypedPath::literal).toList();
        SourceFiles files = SourceFiles.open(from, paths, scope);
        Request request = request(Role.SOURCE, "b/", files.placement());
        return agreed(Session.push(new TrustedGreeting(), request, files, _ -> {}), accept);
    }

    /** How a pull ends where a listener agrees to it so, and says no more; empty if it goes on. */
    Optional<Ending> pulledFrom(Message.Accept accept, String source) throws IOException {
        TypedPath here = TypedPath.literal("b/");
        Request request = request(Role.TARGET, source, TargetPlace.placement(to, here));
        return agreed(
                Session.pull(
                        new TrustedGreeting(),
                        request,
                        rename -> TargetPlace.open(to, here, false, false, rename),
                        _ -> {}),
                accept);
    }

    private Optional<Ending> agreed(Session session, Message.Accept accept) throws IOException {
        try (Solo solo = new Solo(session, clock)) {
            solo.say(new TrustedGreeting().opening());
            solo.say(accept);
        }
        return session.ending();
    }

    /** What a dialler pushes to. */
    Session target() {
        return Session.listen(new TrustedGreeting(), new OperatorPremises(to), _ -> {})
                .with(indexing(targetIndexes));
    }

    /** What a dialler pulls from. */
    Session source() {
        return Session.listen(new TrustedGreeting(), new OperatorPremises(from), _ -> {})
                .with(indexing(sourceIndexes));
    }

    VirtualRun run(boolean push) throws IOException {
        return push ? push() : pull();
    }

    private VirtualRun start(Session dialler, Session listener) {
        return new VirtualRun(dialler, listener, clock, random, latency, jobs);
    }

    Request request(Role role, String path, Placement placement) {
        return new Request(
                role,
                List.of(TypedPath.literal(path)),
                scope,
                profile.and(Profiles.keptBy(from.effectiveUser())),
                policy,
                placement,
                dryRun,
                false,
                report,
                OptionalInt.empty(),
                attributes,
                wholeFiles);
    }
}
