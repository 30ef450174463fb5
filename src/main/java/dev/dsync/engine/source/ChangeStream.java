package dev.dsync.engine.source;

import dev.dsync.core.merkle.PageDifference;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.wire.Limits;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.RecordChange;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the announced listing is another than in one agreed on before, in order. Only of the
 * listing this side remembers is anything told: the peer has seen it, and names nothing but it.
 */
final class ChangeStream {
    /** One change in so many entries is too much to be told record by record. */
    private static final int MUCH = 4;

    private static final Message.Changes UNKNOWN = new Message.Changes(false, List.of(), true);

    private final @Nullable AgreedListings agreed;
    private final PageRoot base;
    private final PageStore pages;
    private final PageRoot root;
    private @Nullable PageDifference difference;

    /**
     * The changes.
     *
     * @param base since when, as the peer has it
     * @param pages of the announced listing
     * @param root the announced one
     */
    ChangeStream(@Nullable AgreedListings agreed, PageRoot base, PageStore pages, PageRoot root) {
        this.agreed = agreed;
        this.base = base;
        this.pages = pages;
        this.root = root;
    }

    /**
     * The next changes.
     *
     * @param bytesMax what they take in a message, at most, unless a single one takes more
     */
    Message.Changes next(long bytesMax) {
        AgreedListings remembered = agreed;
        if (remembered == null || !remembered.last().filter(base::equals).isPresent()) {
            return UNKNOWN;
        }
        try {
            return next(remembered, bytesMax);
        } catch (IOException | IllegalNameException e) {
            // What is announced was written a moment ago: it is what was remembered that is
            // damaged.
            remembered.forget();
            return UNKNOWN;
        }
    }

    private Message.Changes next(AgreedListings remembered, long bytesMax)
            throws IOException, IllegalNameException {
        PageDifference differing = difference;
        if (differing == null) {
            if (isMuch(difference(remembered))) {
                return UNKNOWN;
            }
            differing = difference(remembered);
            difference = differing;
        }
        List<RecordChange> changes = new ArrayList<>();
        long bytes = 0;
        while (bytes < bytesMax && changes.size() < Limits.PARTS_MAX) {
            if (!differing.next()) {
                return new Message.Changes(true, changes, true);
            }
            RecordChange change = change(differing);
            changes.add(change);
            bytes += PartSize.of(change);
        }
        return new Message.Changes(true, changes, false);
    }

    private PageDifference difference(AgreedListings remembered) throws IOException {
        return new PageDifference(PageKind.LISTING, remembered.pages(), base, pages, root);
    }

    /** Whether so much differs that pages, which keep their names when they are moved, are less. */
    private boolean isMuch(PageDifference differing) throws IOException {
        long most = root.entries() / MUCH;
        long changes = 0;
        while (changes <= most && differing.next()) {
            changes++;
        }
        return changes > most;
    }

    private static RecordChange change(PageDifference differing) throws IllegalNameException {
        RelPath path = RelPath.of(differing.path());
        return differing.hasRight()
                ? new RecordChange.Listed(
                        path, differing.rightBytes(), new Slice(differing.rightPayload()))
                : new RecordChange.Gone(path);
    }
}
