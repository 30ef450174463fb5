package dev.dsync.core.plan;

import dev.dsync.core.plan.Action.Create;
import dev.dsync.core.plan.Change.Time;
import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.plan.Policy.Alternates;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How what is new comes to be where a directory beside the target has something like it. */
final class AlternateChoice {
    private static final Change COPIED = unchanged(Update.LOCAL);
    private static final Change LINKED = unchanged(Update.LINK);

    private final Alternates how;
    private final Planner.Elsewhere elsewhere;
    private final Differences differences;

    /** How much of an entry there is elsewhere. */
    private enum Likeness {
        NOTHING,
        KIND,
        CONTENT,
        ALL
    }

    /**
     * What becomes of an entry.
     *
     * @param like what there is elsewhere
     * @param create how it is made; null if it need not be
     */
    record Made(Entry like, @Nullable Create create) {}

    AlternateChoice(Alternates how, Planner.Elsewhere elsewhere, Differences differences) {
        this.how = how;
        this.elsewhere = elsewhere;
        this.differences = differences;
    }

    private static Change unchanged(Update update) {
        return new Change(
                update, false, false, false, Time.SAME, false, false, false, false, false);
    }

    /** What becomes of an entry that is not in the target; null if nothing is like it. */
    @Nullable Made choose(Entry remote) throws IOException {
        Likeness most = Likeness.NOTHING;
        Entry like = null;
        int alternate = 0;
        for (int i = 0; i < how.directories().size() && most != Likeness.ALL; i++) {
            Entry found = elsewhere.find(i, remote);
            Likeness likeness = likeness(found, remote);
            if (likeness.compareTo(most) > 0) {
                most = likeness;
                like = found;
                alternate = i;
            }
        }
        return like == null ? null : new Made(like, create(remote, like, alternate, most));
    }

    private Likeness likeness(@Nullable Entry found, Entry remote) {
        if (found == null || !Differences.isAlike(found.kind(), remote.kind())) {
            return Likeness.NOTHING;
        }
        boolean same =
                (found instanceof FileEntry a && remote instanceof FileEntry b)
                        ? differences.sameContent(a, b)
                        : Differences.sameThing(found, remote);
        if (!same) {
            return Likeness.KIND;
        }
        return differences.between(found, remote, Update.ATTRIBUTES).isAny()
                ? Likeness.CONTENT
                : Likeness.ALL;
    }

    private @Nullable Create create(Entry remote, Entry like, int alternate, Likeness likeness) {
        Wanted wanted = differences.ofNew(remote);
        if (remote instanceof DirectoryEntry directory) {
            int fillMode = wanted.firstMode() | 0700;
            return new Action.CreateDirectory(directory, fillMode, made(remote, like, likeness));
        }
        if (likeness == Likeness.ALL && how.use() != Alternates.Use.COPY) {
            return how.use() == Alternates.Use.COMPARE
                    ? null
                    : new Action.CreateFrom(remote, like, alternate, true, wanted, LINKED);
        }
        return switch (remote) {
            case FileEntry file when likeness == Likeness.KIND ->
                    new Action.CreateFile(
                            file, wanted, differences.between(like, remote, Update.TRANSFER));
            case FileEntry _ ->
                    new Action.CreateFrom(
                            remote, like, alternate, false, wanted, made(remote, like, likeness));
            case SymlinkEntry link ->
                    new Action.CreateSymlink(link, wanted, made(remote, like, likeness));
            case SpecialEntry special ->
                    new Action.CreateSpecial(special, wanted, made(remote, like, likeness));
            case DirectoryEntry _ -> throw new IllegalStateException("handled above");
        };
    }

    private Change made(Entry remote, Entry like, Likeness likeness) {
        // A copy of a file has a time of its own where times are not kept.
        if (likeness == Likeness.ALL && !(remote instanceof FileEntry)) {
            return COPIED;
        }
        Change change = differences.between(like, remote, Update.LOCAL);
        boolean madeAnew = remote instanceof SymlinkEntry || remote instanceof SpecialEntry;
        return madeAnew ? change.withContent() : change;
    }
}
