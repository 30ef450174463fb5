package dev.dsync.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.reconcile.Decision.Reason;
import dev.dsync.core.reconcile.Known.Deleted;
import dev.dsync.core.reconcile.Known.Live;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every rule by itself. */
class ReconcilerTest {
    private static final RelPath PATH = RelPath.literal("p");
    private static final ReplicaId A = new ReplicaId(0xaL << 60);
    private static final ReplicaId B = new ReplicaId(0xbL << 60);
    private static final ReplicaId ME = new ReplicaId(7);
    private static final long NOW = 1000;
    private static final Known ABSENT = new Known.Absent();
    private static final Decision NOTHING = new Decision.Nothing();

    private static final VersionVector OLD = version(1, 0);
    private static final VersionVector LEFT = version(2, 0);
    private static final VersionVector RIGHT = version(1, 1);
    private static final VersionVector JOIN = version(2, 1);

    private static final Entry X = Peer.file(PATH, 1, 10);
    private static final Entry X_LATER = Peer.file(PATH, 1, 20);
    private static final Entry Y = Peer.file(PATH, 2, 15);
    private static final Entry LINK = Peer.link(PATH, "to");
    private static final Entry DIRECTORY = Peer.directory(PATH);

    private static VersionVector version(long a, long b) {
        Map<ReplicaId, Long> counters = new HashMap<>(Map.of(A, a));
        if (b > 0) {
            counters.put(B, b);
        }
        return VersionVector.of(counters);
    }

    private static Revision by(ReplicaId author, VersionVector version) {
        return Revision.value(version, author, null);
    }

    private static void assertRefused(Reason reason, Known remote) {
        Decision decision = new Reconciler(ME, NOW, NOW).decide(ABSENT, remote, false);
        assertEquals(new Decision.Unresolved(reason), decision);
    }

    @Test
    void whatLeavesNoRoomForOthers_isNotTaken() {
        long year9999 = 253_402_300_799L;
        assertEquals(
                new Decision.Take(X, by(A, version(year9999, 0))),
                new Reconciler(ME, NOW, NOW).decide(ABSENT, live(X, version(year9999, 0)), false));
        assertRefused(Reason.REPLICA_SPENT, live(X, version(year9999 + 1, 0)));
        assertRefused(Reason.REPLICA_SPENT, new Deleted(Revision.delete(OLD, A, year9999 + 1)));
        Map<ReplicaId, Long> many = new HashMap<>();
        for (long i = 0; i <= VersionVector.MEMBERS_MAX / 2; i++) {
            many.put(new ReplicaId(i), 1L);
        }
        assertRefused(Reason.VERSION_TOO_LONG, live(X, VersionVector.of(many)));
    }

    @Test
    void reservedNames_areNotTaken() {
        for (String path : new String[] {".dsync", "d/.dsync-x", ".DSYNC/a"}) {
            assertRefused(Reason.RESERVED_NAME, live(Peer.file(RelPath.literal(path), 1, 10), OLD));
        }
    }

    private static Live live(Entry entry, VersionVector version) {
        return new Live(entry, by(A, version));
    }

    private static Live of(Entry entry, VersionVector version, @Nullable Digest previous) {
        return new Live(entry, Revision.value(version, A, previous));
    }

    private static Deleted deleted(VersionVector version) {
        return deleted(version, 500);
    }

    private static Deleted deleted(VersionVector version, long seconds) {
        return new Deleted(Revision.delete(version, A, seconds));
    }

    private static @Nullable Digest content(Entry entry) {
        return ((Entry.FileEntry) entry).content();
    }

    private static Decision decide(Known local, Known remote) {
        return new Reconciler(ME, NOW, NOW).decide(local, remote, false);
    }

    private static Decision whereSomethingLivesOn(Known local, Known remote) {
        return new Reconciler(ME, NOW, NOW).decide(local, remote, true);
    }

    private static Decision take(Entry entry, VersionVector version) {
        return new Decision.Take(entry, by(A, version));
    }

    private static Decision settle(Entry entry, VersionVector version) {
        return new Decision.Settle(entry, by(A, version));
    }

    private static Decision keepBoth(Live local, Entry entry, Revision revision) {
        RelPath copy = RelPath.literal(ConflictName.of(local.entry(), A).toString());
        return new Decision.KeepBoth(
                new Live(Values.at(copy, local.entry()), local.revision()),
                new Decision.Take(entry, revision));
    }

    @Test
    void oneSideKnowsNothing() {
        assertEquals(NOTHING, decide(ABSENT, ABSENT));
        assertEquals(NOTHING, decide(live(X, OLD), ABSENT));
        assertEquals(NOTHING, decide(deleted(OLD), ABSENT));
        assertEquals(take(X, OLD), decide(ABSENT, live(X, OLD)));
        assertEquals(new Decision.Note(deleted(OLD).revision()), decide(ABSENT, deleted(OLD)));
    }

    @Test
    void theOtherFollows_isTaken() {
        assertEquals(take(Y, RIGHT), decide(live(X, OLD), live(Y, RIGHT)));
        assertEquals(take(LINK, RIGHT), decide(live(X, OLD), live(LINK, RIGHT)));
        assertEquals(take(X, RIGHT), decide(live(DIRECTORY, OLD), live(X, RIGHT)));
        assertEquals(settle(X, RIGHT), decide(live(X_LATER, OLD), live(X, RIGHT)));
        assertEquals(settle(X, RIGHT), decide(live(X, OLD), live(X, RIGHT)));
        assertEquals(take(X, RIGHT), decide(deleted(OLD), live(X, RIGHT)));
        assertEquals(
                new Decision.Delete(deleted(RIGHT).revision()),
                decide(live(X, OLD), deleted(RIGHT)));
        assertEquals(
                new Decision.Note(deleted(RIGHT).revision()), decide(deleted(OLD), deleted(RIGHT)));
    }

    @Test
    void theOtherIsFollowed_nothing() {
        for (Known local : new Known[] {live(X, LEFT), live(DIRECTORY, LEFT), deleted(LEFT)}) {
            for (Known remote : new Known[] {live(Y, OLD), live(DIRECTORY, OLD), deleted(OLD)}) {
                assertEquals(NOTHING, decide(local, remote), local + " | " + remote);
            }
        }
    }

    @Test
    void sameVersionAndValue_nothing() {
        assertEquals(NOTHING, decide(live(X, LEFT), live(X, LEFT)));
        assertEquals(NOTHING, decide(deleted(LEFT), deleted(LEFT)));
    }

    @Test
    void sameVersionOfOtherValues_isAConflict() {
        assertEquals(keepBoth(live(X, LEFT), Y, by(A, LEFT)), decide(live(X, LEFT), live(Y, LEFT)));
        assertEquals(NOTHING, decide(live(Y, LEFT), live(X, LEFT)));
        assertEquals(take(X, LEFT), decide(deleted(LEFT), live(X, LEFT)));
        assertEquals(NOTHING, decide(live(X, LEFT), deleted(LEFT)));
        assertEquals(
                new Decision.Note(deleted(LEFT, 501).revision()),
                decide(deleted(LEFT), deleted(LEFT, 501)));
        assertEquals(NOTHING, decide(deleted(LEFT, 501), deleted(LEFT)));
    }

    @Test
    void sameContent_isNoConflict() {
        assertEquals(settle(X_LATER, JOIN), decide(live(X, LEFT), live(X_LATER, RIGHT)));
        assertEquals(settle(X_LATER, JOIN), decide(live(X_LATER, LEFT), live(X, RIGHT)));
        assertEquals(settle(LINK, JOIN), decide(live(LINK, LEFT), live(LINK, RIGHT)));
        assertEquals(
                settle(DIRECTORY, JOIN), decide(live(DIRECTORY, LEFT), live(DIRECTORY, RIGHT)));
        assertEquals(settle(X_LATER, LEFT), decide(live(X, LEFT), live(X_LATER, LEFT)));
        assertEquals(NOTHING, decide(live(X_LATER, LEFT), live(X, LEFT)));
        assertEquals(
                new Decision.Settle(X, by(B, JOIN)),
                decide(live(X, LEFT), new Live(X, by(B, RIGHT))));
    }

    @Test
    void bothDeleted_knowsBothAndTheLaterTime() {
        Decision note = new Decision.Note(deleted(JOIN, 600).revision());
        assertEquals(note, decide(deleted(LEFT, 500), deleted(RIGHT, 600)));
        assertEquals(note, decide(deleted(LEFT, 600), deleted(RIGHT, 500)));
    }

    @Test
    void editAndDelete_theEditStays() {
        assertEquals(NOTHING, decide(live(X, LEFT), deleted(RIGHT)));
        assertEquals(take(X, JOIN), decide(deleted(LEFT), live(X, RIGHT)));
    }

    @Test
    void ancestorContent_isNoConflict() {
        Live old = live(X_LATER, LEFT);
        Live made = of(Y, RIGHT, content(X));
        assertEquals(new Decision.Take(Y, made.revision().with(JOIN)), decide(old, made));
        assertEquals(NOTHING, decide(made, old));
        Live unknown = of(Y, RIGHT, new Digest(9, 9, 9, 9));
        assertEquals(NOTHING, decide(old, unknown));
        Live back = of(X_LATER, LEFT, content(Y));
        assertEquals(NOTHING, decide(back, made), "each was made of the other: a conflict");
        assertEquals(keepBoth(made, X_LATER, back.revision().with(JOIN)), decide(made, back));
        assertEquals(NOTHING, decide(live(DIRECTORY, LEFT), made));
    }

    @Test
    void conflict_laterThenAuthorThenContentWins() {
        Live x = live(X, LEFT);
        Live y = live(Y, RIGHT);
        assertEquals(keepBoth(x, Y, by(A, JOIN)), decide(x, y));
        assertEquals(NOTHING, decide(y, x));
        Entry sameTime = Peer.file(PATH, 2, 10);
        Live byB = new Live(X, by(B, RIGHT));
        assertEquals(
                keepBoth(live(sameTime, LEFT), X, by(B, JOIN)), decide(live(sameTime, LEFT), byB));
        assertEquals(NOTHING, decide(byB, live(sameTime, LEFT)));
        assertEquals(keepBoth(x, sameTime, by(A, JOIN)), decide(x, live(sameTime, RIGHT)));
        assertEquals(NOTHING, decide(live(sameTime, RIGHT), x));
        assertEquals(
                keepBoth(live(LINK, LEFT), X, by(A, JOIN)),
                decide(live(LINK, LEFT), live(X, RIGHT)));
        Entry up = Peer.link(PATH, "up");
        assertEquals(
                keepBoth(live(LINK, LEFT), up, by(A, JOIN)),
                decide(live(LINK, LEFT), live(up, RIGHT)));
    }

    @Test
    void directoryAgainstElse_theDirectoryWins() {
        Live directory = live(DIRECTORY, LEFT);
        for (Entry entry : new Entry[] {X_LATER, LINK}) {
            Live other = live(entry, RIGHT);
            assertEquals(NOTHING, decide(directory, other));
            assertEquals(keepBoth(other, DIRECTORY, by(A, JOIN)), decide(other, directory));
        }
    }

    @Test
    void directoryInWhichSomethingLivesOn_isRevived() {
        Revision revived = Revision.value(OLD.advance(ME, NOW), ME, null);
        Decision stays = new Decision.Settle(DIRECTORY, revived);
        Live old = live(DIRECTORY, OLD);
        assertEquals(stays, whereSomethingLivesOn(old, deleted(RIGHT)));
        assertEquals(stays, whereSomethingLivesOn(old, live(X, RIGHT)));
        assertEquals(new Decision.Delete(deleted(RIGHT).revision()), decide(old, deleted(RIGHT)));
        Decision again = new Decision.Take(DIRECTORY, revived);
        assertEquals(again, whereSomethingLivesOn(deleted(LEFT), old));
        assertEquals(NOTHING, decide(deleted(LEFT), old));
        Live file = live(X, LEFT);
        assertEquals(keepBoth(file, DIRECTORY, revived), whereSomethingLivesOn(file, old));
        assertEquals(NOTHING, whereSomethingLivesOn(deleted(LEFT), live(X, OLD)));
        assertEquals(settle(DIRECTORY, RIGHT), whereSomethingLivesOn(old, live(DIRECTORY, RIGHT)));
    }

    @Test
    void revival_usesNoCounterTwice() {
        VersionVector mine = OLD.advance(ME, 5000);
        Decision decision = whereSomethingLivesOn(deleted(mine), live(DIRECTORY, OLD));
        Decision.Take take = assertInstanceOf(Decision.Take.class, decision);
        assertEquals(5001, take.revision().version().counter(ME));
        VersionVector spent = VersionVector.of(Map.of(ME, Long.MAX_VALUE, A, 1L));
        assertEquals(
                new Decision.Unresolved(Reason.REPLICA_SPENT),
                whereSomethingLivesOn(live(DIRECTORY, OLD), deleted(spent)));
    }

    @Test
    void expiredTombstones_areNotedNoMore_butWhatTheyDeletedGoes() {
        long end = 500 + Tombstones.LIFETIME_SECONDS;
        Reconciler before = new Reconciler(ME, end, NOW);
        Reconciler later = new Reconciler(ME, end + 1, NOW);
        assertEquals(new Decision.Note(tombstone(LEFT, 500)), noted(before, LEFT));
        assertEquals(NOTHING, noted(later, LEFT));
        assertEquals(NOTHING, later.decide(deleted(LEFT), live(X, OLD), false));
        assertEquals(
                new Decision.Delete(tombstone(RIGHT, end + 1)),
                later.decide(live(X, OLD), deleted(RIGHT), false));
    }

    private static Decision noted(Reconciler reconciler, VersionVector version) {
        return reconciler.decide(ABSENT, deleted(version), false);
    }

    private static Revision tombstone(VersionVector version, long unixSeconds) {
        return Revision.delete(version, A, unixSeconds);
    }

    @Test
    void delete_isRememberedFromWhenItIsDoneHere_ifItsDateIsFarBehind() {
        long day = 24 * 60 * 60;
        Reconciler soon = new Reconciler(ME, 500 + day, NOW);
        Reconciler later = new Reconciler(ME, 501 + day, NOW);
        Known dated = deleted(LEFT);
        assertEquals(
                new Decision.Delete(tombstone(LEFT, 500)), soon.decide(live(X, OLD), dated, false));
        assertEquals(
                new Decision.Delete(tombstone(LEFT, 501 + day)),
                later.decide(live(X, OLD), dated, false));
    }

    @Test
    void laterOfTwoDeletes_isRememberedAtLeastAsLong() {
        Known earlier = new Deleted(tombstone(OLD, 600));
        assertEquals(new Decision.Note(tombstone(LEFT, 600)), decide(earlier, deleted(LEFT)));
        assertEquals(NOTHING, decide(deleted(LEFT), earlier));
    }

    @Test
    void whatCannotBeDone_isSaid() {
        RelPath deep = RelPath.literal("d/".repeat(2040) + "p");
        assertEquals(
                new Decision.Unresolved(Reason.PATH_TOO_LONG),
                decide(live(Peer.file(deep, 1, 10), LEFT), live(Peer.file(deep, 2, 15), RIGHT)));
        Map<ReplicaId, Long> many = new HashMap<>();
        for (int i = 0; i < VersionVector.MEMBERS_MAX; i++) {
            many.put(new ReplicaId(i), 1L);
        }
        VersionVector crowd = VersionVector.of(many);
        Decision tooLong = new Decision.Unresolved(Reason.VERSION_TOO_LONG);
        assertEquals(tooLong, decide(live(X, LEFT), live(X, crowd)));
        assertEquals(tooLong, decide(live(X, LEFT), live(Y, crowd)));
        assertEquals(tooLong, decide(deleted(LEFT), live(Y, crowd)));
        assertEquals(tooLong, decide(deleted(LEFT), deleted(crowd)));
        assertEquals(
                new Decision.Unresolved(Reason.ROOT_NOT_DIRECTORY),
                decide(
                        live(Peer.directory(RelPath.ROOT), OLD),
                        live(Peer.file(RelPath.ROOT, 1, 1), RIGHT)));
    }

    /** As many as may be made: every second one from a number on, each counted as far as that. */
    private static VersionVector crowd(ReplicaId author, long first) {
        Map<ReplicaId, Long> members = new HashMap<>(Map.of(author, 1L));
        for (long i = first; members.size() < VersionVector.MEMBERS_MADE_MAX; i += 2) {
            members.put(new ReplicaId(i), i);
        }
        return VersionVector.of(members);
    }

    @Test
    void joinsOfMoreThanPeersTake_forgetTheOldest_alikeOnBothSides() {
        VersionVector left = crowd(A, 1000);
        VersionVector right = crowd(B, 1001);
        Live here = new Live(X, by(A, left));
        Live there = new Live(X_LATER, by(B, right));
        Revision joined = by(B, left.join(right).bounded(B, VersionVector.MEMBERS_MADE_MAX));
        assertEquals(VersionVector.MEMBERS_MADE_MAX, joined.version().size());
        assertEquals(new Decision.Settle(X_LATER, joined), decide(here, there));
        assertEquals(new Decision.Settle(X_LATER, joined), decide(there, here));
        assertEquals(NOTHING, decide(new Live(X_LATER, joined), new Live(X_LATER, joined)));
        Live edited = new Live(Y, Revision.value(right, B, content(X)));
        assertEquals(
                new Decision.Take(Y, edited.revision().with(joined.version())),
                decide(here, edited));
        assertInstanceOf(Decision.KeepBoth.class, decide(here, new Live(Y, by(B, right))));
        assertInstanceOf(Decision.Note.class, decide(deleted(left), deleted(right)));
        assertInstanceOf(Decision.Take.class, decide(deleted(left), there));
    }

    @Test
    void editBeyondWhatPeersTake_isTakenAsItIs() {
        VersionVector full = crowd(A, 1000);
        VersionVector next = full.advance(B, 5000);
        assertEquals(0, next.counter(A), "the oldest");
        Live edited = new Live(Y, Revision.value(next, B, content(X)));
        assertEquals(new Decision.Take(Y, edited.revision()), decide(live(X, full), edited));
        assertEquals(NOTHING, decide(edited, live(X, full)));
    }

    @Test
    void whatIsNotKnownSo_isRefused() {
        Entry empty = new Entry.FileEntry(PATH, Peer.modified(1), 1, null, null, null);
        assertThrows(IllegalArgumentException.class, () -> live(empty, OLD));
        assertThrows(IllegalArgumentException.class, () -> new Live(X, deleted(OLD).revision()));
        assertThrows(IllegalArgumentException.class, () -> new Deleted(by(A, OLD)));
    }
}
