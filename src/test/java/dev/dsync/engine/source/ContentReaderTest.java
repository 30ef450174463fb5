package dev.dsync.engine.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.delta.SignatureShape;
import dev.dsync.core.hash.Digest;
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
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.ProtocolException;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Want;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as segments. */
final class ContentReaderTest {
    private static final Timestamp TIME = new Timestamp(5, 5);
    private static final Name NAME = Name.literal("f");

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));
    private final Root root = system.openRoot(new byte[] {'/'});
    private final ContentReader reader = new ContentReader(new OneFile());
    private long listedSize;

    /** A listing with one file, at position 1. */
    private final class OneFile implements Contents {
        @Override
        public Optional<FileEntry> file(long position) {
            Attributes attributes = new Attributes(0644, TIME, 0, 0);
            return position == 1
                    ? Optional.of(
                            new FileEntry(
                                    RelPath.literal("f"), attributes, listedSize, null, null, null))
                    : Optional.empty();
        }

        @Override
        public ReadableFile open(long position) throws IOException {
            try (Directory directory = root.open(RelPath.ROOT)) {
                return directory.openFile(NAME);
            }
        }

        @Override
        public Optional<Known> content(long position, PageStore pages) throws IOException {
            try (ReadableFile file = open(position)) {
                byte[] content = new byte[(int) file.stat().size()];
                ManifestStream stream = new ManifestStream(pages);
                stream.write(content, 0, file.read(0, content, 0, content.length));
                return Optional.of(new Known(stream.finish(), file.stat()));
            }
        }
    }

    ContentReaderTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        reader.close();
        root.close();
        assertEquals(0, system.openHandles());
    }

    private void write(byte[] content) throws IOException {
        try (Directory directory = root.open(RelPath.ROOT);
                WritableFile file = directory.createFile(NAME)) {
            file.write(0, content, 0, content.length);
            file.setModified(TIME);
        }
        listedSize = content.length;
    }

    private static Wish wish() {
        return new Wish(1, 1, new Want.Whole(null));
    }

    /** Reads to the end, so many bytes at a time. */
    private List<Segment> read(int bytesMax) throws IOException {
        List<Segment> segments = new ArrayList<>();
        while (!reader.isIdle()) {
            segments.addAll(reader.read(bytesMax).segments());
        }
        return segments;
    }

    private static byte[] content(List<Segment> segments) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Segment segment : segments) {
            switch (segment) {
                case Segment.Bytes bytes -> content.writeBytes(bytes.bytes().toArray());
                case Segment.Zeros zeros -> content.writeBytes(new byte[(int) zeros.length()]);
                case Segment.Patches _ -> throw new AssertionError("nothing was told of old bytes");
                case Segment.End _, Segment.Gone _, Segment.Restart _ -> {}
            }
        }
        return content.toByteArray();
    }

    private static Digest digest(List<Segment> segments) throws IOException {
        byte[] content = content(segments);
        ManifestStream stream = new ManifestStream(PageStore.forgetting());
        stream.write(content, 0, content.length);
        return stream.finish().root().name();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 100_000})
    void anyBufferSize_givesTheContentAndItsDigest(int bytesMax) throws IOException {
        byte[] content = new byte[20_000];
        Arrays.fill(content, 0, 100, (byte) 1);
        Arrays.fill(content, 15_000, 20_000, (byte) 2);
        write(content);
        reader.add(List.of(wish()));
        List<Segment> segments = read(bytesMax);
        assertEquals(content.length, content(segments).length);
        assertTrue(Arrays.equals(content, content(segments)));
        Segment.End end = assertInstanceOf(Segment.End.class, segments.getLast());
        assertEquals(digest(segments), end.content());
    }

    @Test
    void longRunsOfZeros_areNotSent() throws IOException {
        byte[] content = new byte[100_000];
        content[0] = 1;
        write(content);
        reader.add(List.of(wish()));
        long sent = read(1 << 20).stream().mapToLong(PartSize::of).sum();
        assertTrue(sent < 10_000, "sent " + sent);
    }

    @Test
    void emptyFile_isItsEnd() throws IOException {
        write(new byte[0]);
        reader.add(List.of(wish()));
        assertEquals(List.of(new Segment.End(1, Manifest.empty().root().name())), read(100));
    }

    @Test
    void manyFiles_fitIntoOneMessageAtATime() throws IOException {
        write(new byte[0]);
        reader.add(Collections.nCopies(40_000, wish()));
        while (!reader.isIdle()) {
            long bytes = reader.read(1 << 20).segments().stream().mapToLong(PartSize::of).sum();
            assertTrue(bytes < 3 << 20, "one message of " + bytes);
        }
    }

    /** Else a source of many files that are as they were says nothing for a long time. */
    @Test
    void filesThatAreAlike_areNotReadAllAtOnce() throws IOException {
        byte[] content = new byte[GapPiece.BYTES_MAX];
        new SplittableRandom(1).nextBytes(content);
        write(content);
        SignatureShape shape = new SignatureShape(4096, 6, 2, 4);
        Signature old = Signature.of(shape, ByteSource.of(content), content.length);
        reader.add(Collections.nCopies(40, new Wish(1, 1, new Want.Whole(old))));
        int parts = 0;
        while (!reader.isIdle()) {
            ContentReader.Part part = reader.read(256 << 10);
            assertTrue(part.wishesDone() <= 16, "wishes: " + part.wishesDone());
            parts++;
        }
        assertTrue(parts < 10, "parts: " + parts);
    }

    @Test
    void whatIsNotAnnounced_isABreach() {
        reader.add(List.of(new Wish(1, 2, new Want.Whole(null))));
        assertThrows(ProtocolException.class, () -> reader.read(100));
    }
}
