package dev.dsync.io.wire;

import dev.dsync.core.delta.Signature;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.Varint;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.Message.ManifestAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes parts of bulk messages take at most, for whoever fills a message up to a budget: a
 * message whose parts sum up to no more than {@link Limits#PAYLOAD_MAX} less 16 bytes, and are no
 * more than {@link Limits#PARTS_MAX}, fits into a frame.
 */
public final class PartSize {
    private static final int NUMBER = 10;
    private static final int FILE = 5;
    private static final int LENGTH = 4;
    private static final int TIME = NUMBER + 5;
    private static final int ROOT = 1 + Digest.BYTES + 1 + 2 * NUMBER;
    private static final int ATTRIBUTES = 1 + 2 + TIME + 2 * 5 + 2 * 5;

    private PartSize() {}

    /** A segment of data. */
    public static int of(Segment segment) {
        return 1
                + switch (segment) {
                    case Segment.Bytes bytes -> FILE + LENGTH + bytes.bytes().length();
                    case Segment.Zeros _ -> FILE + NUMBER;
                    case Segment.End _ -> FILE + Digest.BYTES;
                    case Segment.Restart _ -> FILE + NUMBER + TIME;
                    case Segment.Gone gone -> FILE + 1 + text(gone.reason());
                    case Segment.Patches patches -> of(patches);
                };
    }

    private static int of(Segment.Patches patches) {
        int bytes = FILE + LENGTH + LENGTH + patches.literals().length();
        for (Segment.Patched patched : patches.patches()) {
            bytes += FILE + LENGTH + LENGTH + patched.steps().length();
        }
        return bytes;
    }

    /** A wish. */
    public static int of(Message.Wish wish) {
        return FILE
                + NUMBER
                + 1
                + switch (wish.want()) {
                    case Want.Whole(Signature old) -> signature(old);
                    case Want.Ranges(var ranges, _) -> FILE + of(ranges);
                };
    }

    private static int of(List<Want.Range> ranges) {
        int bytes = 0;
        Signature wide = null;
        for (Want.Range range : ranges) {
            bytes += of(range, wide);
            Signature old = range.old();
            wide = old != null && old.isWide() ? old : wide;
        }
        return bytes;
    }

    /**
     * A range of a wish.
     *
     * @param wide the last signature before of more than a piece, which need not be told again
     */
    public static int of(Want.Range range, @Nullable Signature wide) {
        boolean again = range.old() != null && range.old().equals(wide);
        return NUMBER + NUMBER + (again ? LENGTH + 1 : signature(range.old()));
    }

    /** A range of a wish, or of what is held. */
    public static int of(Want.Range range) {
        return of(range, null);
    }

    private static int signature(@Nullable Signature signature) {
        return LENGTH + (signature == null ? 0 : signature.bytes());
    }

    /** A query for manifests. */
    public static int of(Message.ManifestQuery query) {
        return 1 + Digest.BYTES + FILE + NUMBER * query.entries().size();
    }

    /** An answer to one. */
    public static int of(ManifestAnswer answer) {
        return 1
                + switch (answer) {
                    case ManifestAnswer.AsExpected _ -> 0;
                    case ManifestAnswer.Told(var files) -> FILE + ROOT * files.size();
                };
    }

    /** An item of a report. */
    public static int of(Item item) {
        return 1
                + switch (item) {
                    case Item.Changed changed -> entry(changed.entry()) + 3 + NUMBER;
                    case Item.Unchanged unchanged -> entry(unchanged.entry());
                    case Item.Deleted deleted -> path(deleted.path()) + 1;
                    case Item.Failed failed ->
                            path(failed.path()) + 1 + text(failed.problem().reason());
                };
    }

    /** A page of a stream. */
    public static int of(Slice page) {
        return LENGTH + page.length();
    }

    /** An answer to a page request. */
    public static int of(Message.PageAnswered answer) {
        return Digest.BYTES + LENGTH + answer.answer().length();
    }

    /** A change of a record. */
    public static int of(RecordChange change) {
        int own =
                switch (change) {
                    case RecordChange.Gone _ -> 0;
                    case RecordChange.Listed listed -> NUMBER + LENGTH + listed.entry().length();
                };
        return 1 + LENGTH + path(change.path()) + own;
    }

    /** Any page request. */
    public static int ofPageRequest() {
        return LENGTH + PageRequest.BYTES_MAX;
    }

    private static int entry(Entry entry) {
        int own =
                switch (entry) {
                    case Entry.FileEntry file -> file.leader() == null ? 0 : path(file.leader());
                    case Entry.SymlinkEntry link ->
                            Varint.length(LinkTarget.BYTES_MAX) + link.target().length();
                    case Entry.DirectoryEntry _, Entry.SpecialEntry _ -> 0;
                };
        return path(entry.path()) + NUMBER + LENGTH + ATTRIBUTES + own + 2 * Digest.BYTES;
    }

    private static int path(RelPath path) {
        return Varint.length(RelPath.BYTES_MAX) + path.length();
    }

    private static int text(String text) {
        return LENGTH + (int) Math.min(Limits.TEXT_MAX, text.length() * 3L);
    }
}
