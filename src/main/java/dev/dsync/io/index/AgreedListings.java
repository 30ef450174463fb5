package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listings agreed on with one peer under the same terms, of which the index of a root remembers
 * the last. The index is opened when it is first needed. One thread at a time.
 */
public final class AgreedListings implements AutoCloseable {
    /** Peers and terms an index remembers a listing for. */
    static final int BASES_MAX = 16;

    /** One in so many listings taken down is followed by a sweep. */
    private static final int LISTINGS_PER_SWEEP = 8;

    private final Supplier<Index> opening;
    private final BaseKey key;
    private final Marks marks;
    private @Nullable Index index;

    /** Which listings were agreed on last, known without opening an index. */
    public interface Marks {
        /** Knows none. */
        Marks NONE =
                new Marks() {
                    @Override
                    public Optional<Digest> find(Digest key) {
                        return Optional.empty();
                    }

                    @Override
                    public void put(Digest key, Digest listing) {}
                };

        /** The name of the listing last taken down under a key. */
        Optional<Digest> find(Digest key) throws IOException;

        /** Takes one down. */
        void put(Digest key, Digest listing) throws IOException;
    }

    /**
     * The listings of one root, one peer and one set of terms.
     *
     * @param opening opens the index of the root, which is closed with this
     */
    public AgreedListings(Supplier<Index> opening, BaseKey key, Marks marks) {
        this.opening = opening;
        this.key = key;
        this.marks = marks;
    }

    private Index index() {
        Index known = index;
        if (known == null) {
            known = opening.get();
            index = known;
        }
        return known;
    }

    /** The one agreed on last, if it is remembered. */
    public Optional<PageRoot> last() {
        return index().base(key).filter(base -> holds(base));
    }

    private boolean holds(PageRoot base) {
        try {
            return pages().contains(base.name());
        } catch (IOException e) {
            return false; // as good as not remembered
        }
    }

    /** The pages of it. */
    public PageStore pages() {
        return index().pages();
    }

    /** Takes down the one agreed on now. */
    public void remember(PageRoot listing, PageStore from) throws IOException {
        if (!index().isKept() || last().filter(listing::equals).isPresent()) {
            return;
        }
        index().pages().putAll(PageKind.LISTING, listing, from);
        index().putBase(key, listing);
        if (Long.remainderUnsigned(listing.name().d(), LISTINGS_PER_SWEEP) == 0) {
            index().sweep(List.of(), BASES_MAX);
        }
        if (index().commit() != Index.Commit.LOST) {
            marks.put(Sha256.of(key.bytes()), listing.name());
        }
    }

    /** Whether it was taken down, as far as can be told without opening the index. */
    public boolean isMarked(PageRoot listing) throws IOException {
        return marks.find(Sha256.of(key.bytes())).filter(listing.name()::equals).isPresent();
    }

    /** Forgets them, and those of other peers: their pages turned out to be damaged. */
    public void forget() {
        index().sweep(List.of(), 0);
    }

    /** Closes the index, if it was needed. */
    @Override
    public void close() {
        if (index != null) {
            index.close();
            index = null;
        }
    }
}
