package dev.dsync.engine.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a source remembers of what it told. */
final class AnnouncedManifestsTest {
    private static final Timestamp TIME = new Timestamp(5, 5);
    private static final byte[] CONTENT = new byte[1000];

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));
    private final Root root = system.openRoot(new byte[] {'/'});
    private final AnnouncedManifests manifests = new AnnouncedManifests(new Files());

    AnnouncedManifestsTest() throws IOException {
        try (Directory directory = root.open(RelPath.ROOT);
                WritableFile file = directory.createFile(Name.literal("f"))) {
            file.write(0, CONTENT, 0, CONTENT.length);
            file.setModified(TIME);
        }
    }

    @AfterEach
    void close() throws IOException {
        root.close();
        assertEquals(0, system.openHandles());
    }

    /** A listing that has one file at every position, each with another content. */
    private final class Files implements Contents {
        @Override
        public Optional<FileEntry> file(long position) {
            return Optional.of(
                    new FileEntry(
                            RelPath.literal("f"),
                            new Attributes(0644, TIME, 0, 0),
                            CONTENT.length,
                            null,
                            null,
                            null));
        }

        @Override
        public ReadableFile open(long position) throws IOException {
            try (Directory directory = root.open(RelPath.ROOT)) {
                return directory.openFile(Name.literal("f"));
            }
        }

        @Override
        public Optional<Known> content(long position, PageStore pages) throws IOException {
            byte[] content = {(byte) position, (byte) (position >>> 8)};
            ManifestStream stream = new ManifestStream(pages);
            stream.write(content, 0, content.length);
            try (ReadableFile file = open(position)) {
                return Optional.of(new Known(stream.finish(), file.stat()));
            }
        }
    }

    private PageRoot tell(long entry) throws IOException {
        ManifestAnswer answer = manifests.answer(new ManifestQuery(List.of(entry), null));
        PageRoot root =
                assertInstanceOf(ManifestAnswer.Told.class, answer).files().getFirst().root();
        assertNotNull(root);
        return root;
    }

    /** A target may take long to come to the first of them. */
    @Test
    void whatWasToldOfThousandsOfFiles_isRemembered() throws IOException {
        PageRoot first = tell(0);
        for (int entry = 1; entry < 5000; entry++) {
            tell(entry);
        }
        PageRoot last = tell(5000);
        assertEquals(first, manifests.of(0).orElseThrow().root());
        assertTrue(manifests.with(last.name()).isPresent());
    }

    @Test
    void whatIsExpected_isSaidToBeSo() throws IOException {
        List<PageRoot> roots = List.of(tell(3), tell(4));
        Digest expected = ManifestQuery.expectation(roots);
        assertInstanceOf(
                ManifestAnswer.AsExpected.class,
                manifests.answer(new ManifestQuery(List.of(3L, 4L), expected)));
        ManifestAnswer other = manifests.answer(new ManifestQuery(List.of(4L, 3L), expected));
        assertEquals(2, assertInstanceOf(ManifestAnswer.Told.class, other).files().size());
    }
}
