package dev.dsync.engine.source;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The manifests a target was told, whose pages it may ask for. Pages of the ones told last are
 * kept, as far as they do not become too many; which manifests they were, for longer.
 */
final class AnnouncedManifests {
    /** Bytes of pages kept; a manifest that takes more is not told. */
    private static final long PAGE_BYTES_MAX = 64L << 20;

    private static final int MANIFESTS_MAX = 1024;

    private static final int TOLD_MAX = 65_536;

    private final Contents contents;

    /** What was told, oldest first, by entry. */
    private final Map<Long, Told> told = new LinkedHashMap<>();

    /** Pages of manifests, oldest first, by entry. */
    private final Map<Long, MemoryPageStore> kept = new LinkedHashMap<>();

    private long pageBytes;

    /** A manifest that was told, and what the file looked like then. */
    record Told(PageRoot root, Stamp stamp) {}

    /** There are too many pages for one file. */
    private static final class TooManyPagesException extends IOException {
        TooManyPagesException() {
            super("manifest of over " + PAGE_BYTES_MAX + " bytes");
        }
    }

    AnnouncedManifests(Contents contents) {
        this.contents = contents;
    }

    /** Answers a query, reading what it is about. */
    ManifestAnswer answer(ManifestQuery query) throws IOException {
        Digest expected = query.expected();
        List<PageRoot> roots = new ArrayList<>();
        List<FileManifest> files = new ArrayList<>();
        for (long entry : query.entries()) {
            FileEntry listed =
                    contents.file(entry)
                            .orElseThrow(
                                    () ->
                                            new UnexpectedMessageException(
                                                    "ManifestRequest",
                                                    "for entry " + entry + ", which is no file"));
            PageRoot root = root(entry, listed, expected == null);
            if (root != null) {
                roots.add(root);
            }
            files.add(new FileManifest(root));
        }
        return expected != null
                        && roots.size() == files.size()
                        && ManifestQuery.expectation(roots).equals(expected)
                ? new ManifestAnswer.AsExpected()
                : new ManifestAnswer.Told(files);
    }

    /** The root of a file's manifest; null if it is not as listed, or cannot be read. */
    private @Nullable PageRoot root(long entry, FileEntry listed, boolean withPages)
            throws IOException {
        MemoryPageStore pages = new MemoryPageStore();
        PageStore store = withPages ? bounded(pages) : PageStore.forgetting();
        try {
            Contents.Known known = contents.content(entry, store).orElse(null);
            if (known == null
                    || known.stat().size() != listed.size()
                    || !known.stat().modified().equals(listed.attributes().modified())) {
                return null;
            }
            Manifest manifest = known.manifest();
            PageRoot root = manifest.root();
            if (withPages) {
                if (manifest.isInline()) {
                    pages.put(root.name(), manifest.store().find(root.name()).orElseThrow());
                }
                note(entry, new Told(root, known.stat().stamp()));
                keep(entry, pages);
            }
            return root;
        } catch (FsException | TooManyPagesException e) {
            return null; // Whoever asks for its content is told why.
        }
    }

    private static PageStore bounded(MemoryPageStore pages) {
        return new PageStore() {
            @Override
            public Optional<byte[]> find(Digest name) {
                return pages.find(name);
            }

            @Override
            public boolean contains(Digest name) {
                return pages.contains(name);
            }

            @Override
            public void put(Digest name, byte[] page) throws IOException {
                if (pages.bytes() > PAGE_BYTES_MAX) {
                    throw new TooManyPagesException();
                }
                pages.put(name, page);
            }
        };
    }

    private void note(long entry, Told manifest) {
        told.remove(entry);
        told.put(entry, manifest);
        if (told.size() > TOLD_MAX) {
            told.remove(told.keySet().iterator().next());
        }
    }

    private void keep(long entry, MemoryPageStore pages) {
        MemoryPageStore before = kept.remove(entry);
        pageBytes += pages.bytes() - (before == null ? 0 : before.bytes());
        kept.put(entry, pages);
        Iterator<MemoryPageStore> oldest = kept.values().iterator();
        while (kept.size() > 1 && (pageBytes > PAGE_BYTES_MAX || kept.size() > MANIFESTS_MAX)) {
            pageBytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /** What was told of a file, if it is remembered. */
    Optional<Told> of(long entry) {
        return Optional.ofNullable(told.get(entry));
    }

    /** The pages among which this one and all beneath it are; nothing if it was not told. */
    Optional<PageStore> with(Digest page) {
        for (MemoryPageStore pages : kept.values()) {
            if (pages.contains(page)) {
                return Optional.of(pages);
            }
        }
        return Optional.empty();
    }
}
