package dev.dsync.engine.session;

import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.SwarmLink;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run tells the side with the user, in the order in which it happens. */
public sealed interface SyncEvent {
    /**
     * It is agreed what goes where.
     *
     * @param missing how many directories have to be made for the destination to be there
     * @param rename the name a single source takes at the target
     */
    record Placed(int missing, @Nullable Name rename) implements SyncEvent {}

    /**
     * The source has listed what it has.
     *
     * @param counts entries by kind
     * @param fileBytes sum of the sizes of all files
     * @param problems what it could not read
     */
    record Listed(KindCounts counts, long fileBytes, List<Problem> problems) implements SyncEvent {
        public Listed {
            problems = List.copyOf(problems);
        }
    }

    /** So many more bytes of pages of the listing, or of what changed, have crossed unpacked. */
    record Paged(long bytes) implements SyncEvent {
        /** What of a message is pages. */
        static long bytes(Message message) {
            if (message instanceof Message.Pages some) {
                return some.pages().stream().mapToLong(Slice::length).sum();
            }
            if (message instanceof Message.Changes changes) {
                return changes.changes().stream().mapToLong(PartSize::of).sum();
            }
            return message instanceof Message.PageAnswers answers
                    ? answers.answers().stream().mapToLong(one -> one.answer().length()).sum()
                    : 0;
        }
    }

    /** The plan is made; nothing has been touched. */
    record Planned(PlanSummary summary) implements SyncEvent {}

    /** Paths are settled, or in a dry run would be. */
    record Settled(List<Item> items) implements SyncEvent {
        public Settled {
            items = List.copyOf(items);
        }
    }

    /** So many more bytes of file content have crossed. */
    record Moved(long contentBytes) implements SyncEvent {
        static Moved of(Message.Data data) {
            return new Moved(data.segments().stream().mapToLong(Segment::contentBytes).sum());
        }
    }

    /** So many more bytes of file content go to the peer of a folder's link. */
    record Given(long contentBytes) implements SyncEvent {}

    /** Some of a file that the peer has is got from others, as far as they have it. */
    record Dropped(RelPath path, SwarmLink.Why why) implements SyncEvent {}

    /**
     * Where a link of a folder stands; told whenever it changes.
     *
     * @param announced what the peer has announced last; null if nothing yet
     * @param taken whether all of that was looked through, and nothing is lacking
     * @param given what of this side the peer has finished with last; null if nothing yet
     * @param problems entries of the peer that could not be taken, each of which was told
     * @param alike whether each has all of the other, as it was announced, but what it ignores
     */
    record Stood(
            Message.@Nullable ListingRoot announced,
            boolean taken,
            Premises.Folder.@Nullable Snapshot given,
            int problems,
            boolean alike)
            implements SyncEvent {}

    /** Who is told. Called by the thread that runs the session; it must not block for long. */
    @FunctionalInterface
    interface Listener {
        void tell(SyncEvent event);

        /** Whom the session is with, as the user knows him; empty if that is of no matter. */
        default String peer() {
            return "";
        }
    }
}
