package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.protobuf.ByteString;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.wire.proto.WireProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
    /** A ListingRoot, to which something may be added. */
    private static final String LISTING =
            "0a22 0a20 00000000000000000000000000000000 00000000000000000000000000000000 1200";

    private static final CompressionPolicy NONE = new CompressionPolicy.None();
    private static final Message HELLO = new Message.Hello(1, 1, "m", new Digest(1, 2, 3, 4));

    /** A stream that may be asked for no byte. */
    private static final class Untouchable extends InputStream {
        @Override
        public int read() {
            throw new AssertionError("read beyond what was refused");
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            return read();
        }
    }

    @Test
    void endBetweenFrames_isNoMessage() throws IOException {
        assertNull(Frames.read(new byte[0]));
    }

    @Test
    void endInsideAFrame_isTruncated() {
        byte[] frame = Frames.write(NONE, HELLO);
        for (int length = 1; length < frame.length; length++) {
            byte[] cut = Frames.cut(frame, length);
            FrameReader reader = new FrameReader(new ByteArrayInputStream(cut));
            assertThrows(
                    ProtocolException.TruncatedException.class, reader::read, "after " + length);
        }
    }

    static Stream<Class<?>> types() {
        return FrameRoundTripTest.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void strangers_maySendHelloAndRefuseOnly(Class<?> type) throws IOException {
        Message message = new MessageGenerator(new java.util.SplittableRandom(1)).message(type);
        FrameReader reader = new FrameReader(new ByteArrayInputStream(Frames.write(NONE, message)));
        if (message instanceof Message.Hello || message instanceof Message.Refuse) {
            assertEquals(message, reader.read());
        } else {
            assertThrows(UnexpectedMessageException.class, reader::read);
        }
    }

    @Test
    void helloAfterItWasAccepted_isUnexpected() {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(Frames.write(NONE, HELLO)));
        reader.acceptHello();
        assertThrows(UnexpectedMessageException.class, reader::read);
    }

    @ParameterizedTest
    @CsvSource({
        "00001001, 01, frame.length", // a Hello over 4 KiB
        "00001001, 10, frame.length", // a Ping over 4 KiB
        "00200001, 02, frame.length", // a Request over 2 MiB
        "00400001, 0c, frame.length", // Data over 4 MiB
        "7fffffff, 0c, frame.length",
        "80000000, 0c, frame.length",
        "ffffffff, 8c, frame.length",
        "00000000, 00, frame.type",
        "00000000, 1c, frame.type",
        "00000000, 7f, frame.type",
        "00000010, 84, Refuse", // compressed before anybody is known
    })
    void badHeader_isRefusedBeforeMoreIsRead(String length, String type, String field) {
        byte[] header = HexFormat.of().parseHex(length + type);
        FrameReader reader =
                new FrameReader(
                        new SequenceInputStream(
                                new ByteArrayInputStream(header), new Untouchable()));
        if (!type.equals("01")) {
            reader.acceptHello();
        }
        assertNames(field, assertThrows(MalformedFrameException.class, reader::read));
    }

    @ParameterizedTest
    @CsvSource({
        // data: one segment; tag, file, rest
        "0c, 01, Data.segments, 1", // count beyond the end
        "0c, 010000, Data.segments, 1",
        "0c, 01070000, Data.segments, 3", // unknown segment
        "0c, 0102ffffffff0800, Data.segments.file, 7", // file over 31 bits
        "0c, 0102ffffffffffffffffff0100, Data.segments.file, 12", // negative
        "0c, 0102ffffffffffffffffff0200, Data.segments.file, 12", // over 64 bits
        "0c, 0102ffffffffffffffffffff00, Data.segments.file, 12", // endless
        "0c, 01028000ff01, Data.segments.file, 4", // not the shortest form
        "0c, 01020080ffffffffffffffffff01, Data.segments.length, 13",
        "0c, 01010005aabb, Data.segments.bytes, 4", // five bytes promised, two there
        "0c, 010100ffffff7f00, Data.segments.bytes, 7", // over a payload
        "0c, 000000, Data.end, 1", // trailing bytes
        "0c, ffffff7f, Data.segments, 4", // far too many
        "0c, 0105000105c328, Data.segments.reason, 5", // cut short
        "0c, 0105000102c328, Data.segments.reason, 7", // no UTF-8
        "0c, 0105000000, Data.segments.why, 4",
        "0c, 0105007f00, Data.segments.why, 4",
        "09, 0200, Pages.last, 1",
        "09, 0001818004, Pages.pages, 5", // over 64 KiB
        "06, 0400, PageRequests.kind, 1", // no such pages
        "06, 010100, PageRequests.requests, 2",
        "0c, 0106010081804000, Data.segments.newLength, 7", // over 1 MiB
        "0c, 0106010001008180800100, Data.segments.literalBytes, 10", // over 2 MiB
        "0c, 0106000001aa, Data.segments.literals, 5", // more than announced
        "0c, 010602000000, Data.segments.patches, 3",
        "18, 02, PiecesSought.sought, 1",
        "12, 010000, ManifestRequest.queries, 1",
        "12, 01020100, ManifestRequest.queries.expects, 2",
        "12, 01000000, ManifestRequest.queries.entries, 3", // about no file
        "12, 010002ffffffffffffffff7f00, ManifestRequest.queries.entries, 12", // over 63 bits
        "13, 0103, Manifests.answers, 2",
        "13, 01020102, Manifests.answers.known, 4",
        "13, 010205, Manifests.answers.files, 3",
        "0e, 010202612f01, Report.items.path, 5", // trailing slash
        "0e, 010202000001, Report.items.path, 5", // NUL
        "0e, 0102022e2e01, Report.items.path, 5", // ..
        "0c, 010400000080a8d6b907, Data.segments.modified, 10", // a billion nanoseconds
        "0e, 010000, Report.items, 1",
        "0e, 01000000, Report.items, 2",
        "0e, 01050000, Report.items, 2",
        "0e, 0102016108, Report.items.kind, 5",
        "0e, 010301610000, Report.items.entry, 6",
    })
    void badBulk_isRefusedWithFieldAndOffset(
            String type, String payload, String field, int offset) {
        byte[] frame = Frames.frame(Integer.parseInt(type, 16), HexFormat.of().parseHex(payload));
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> Frames.read(frame));
        assertNames(field, e);
        assertTrue(String.valueOf(e.getMessage()).endsWith(" at byte " + offset), e::getMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "0b, 01000005, Fetch.wishes.want, 4",
        "0b, 0100000301000000, Fetch.wishes.length, 7", // an empty range
        "0b, 010000030100818040020101, Fetch.wishes.old, 12", // no signature
        "0b, 010000030100010100, Fetch.wishes.old, 9", // that of the range before, of none
        "0b, 01000003010080808001, Fetch.wishes.old, 10", // cut short
        "0b, 010000020105, Fetch.wishes.old, 6", // cut short
        "0b, 010000030201ffffffffffffffff7f000101000000, Fetch.wishes.length, 15", // over 63 bits
    })
    void badWishes_areRefusedWithFieldAndOffset(
            String type, String payload, String field, int offset) {
        badBulk_isRefusedWithFieldAndOffset(type, payload, field, offset);
    }

    @ParameterizedTest
    @CsvSource({
        "19, 010200010001, PiecesHeld.spans.offset, 5", // they touch
        "19, 01010000, PiecesHeld.spans.length, 4", // empty
        "1a, 0000, PieceRequest.length, 2", // empty
        "1a, 0081808001, PieceRequest.length, 5", // over 2 MiB
        "1b, 0081808001, Piece.bytes, 5", // over 2 MiB
    })
    void badPieces_areRefusedWithFieldAndOffset(
            String type, String behindContent, String field, int offset) {
        badBulk_isRefusedWithFieldAndOffset(
                type, "00".repeat(Digest.BYTES) + behindContent, field, Digest.BYTES + offset);
    }

    @ParameterizedTest
    @CsvSource({
        "01, '', Hello.version_min",
        "01, 08021001, Hello.version_max",
        "01, 080110012203aabbcc, Hello.proof",
        "01, 08011001ff, Hello", // no protobuf
        "01, 08011001220a00, Hello", // cut short inside a field
        "01, 08011001 0b 0b 0b 0b, Hello", // groups without end
        "01, 080110011a01ff, Hello", // share is no UTF-8
        "02, '', Request.scope",
        "02, 08011a0022002a080a02100212001a0032004802 ca01050a030a012f,"
                + " Request.writing.backup.suffix",
        "02, 08011a0022002a080a02100212001a0032004802 ca01020a00, Request.writing.backup.suffix",
        "03, '', Accept.profile",
        "03, 0a001a012f, Accept.rename",
        "03, 0a001201 2e, Accept.tops",
        "04, '', Refuse.reason",
        "04, 087f, Refuse.reason",
        "05, '', ListingRoot.root",
        "05, 0a021014 1200, ListingRoot.root.level",
        "05, 0a00 1200, ListingRoot.root.name",
        "05, 0a00 120b 08ffffffffffffffffff01, ListingRoot.root.name",
        "05, " + LISTING + "4a00, ListingRoot.ignoring", // of a root that has none
        "05, " + LISTING + "4a0a 0a030a0161 0a030a0161, ListingRoot.ignoring", // one path twice
        "05, " + LISTING + "4a05 0a030a012f, ListingRoot.ignoring.path",
        "0a, '', Planned.summary",
        "0a, 0a00, Planned.summary.created",
        "0d, 08ffffffffffffffffff01, Credit.bytes",
        "0f, '', Finished.done",
        "10, 0c, Ping",
    })
    void badControl_isRefusedWithField(String type, String payload, String field) {
        byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));
        byte[] frame = Frames.frame(Integer.parseInt(type, 16), bytes);
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> Frames.read(frame));
        assertNames(field, e);
    }

    @Test
    void ignoreFilesOverTheirLimit_areRefused() throws IOException {
        SortedMap<RelPath, String> files = new TreeMap<>();
        files.put(RelPath.literal("a"), "x".repeat(Limits.IGNORE_FILES_MAX - 1));
        Message.ListingRoot read =
                assertInstanceOf(Message.ListingRoot.class, Frames.read(listing(files)));
        assertEquals(List.of(new IgnoreRules.Texts(files)), read.ignoring());
        files.put(RelPath.literal("b"), "");
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> Frames.read(listing(files)));
        assertNames("ListingRoot.ignoring", e);
    }

    private static byte[] listing(SortedMap<RelPath, String> ignoring) {
        WireProto.ListingRoot.IgnoreFiles.Builder files =
                WireProto.ListingRoot.IgnoreFiles.newBuilder();
        ignoring.forEach(
                (path, content) ->
                        files.addFiles(
                                WireProto.ListingRoot.IgnoreFile.newBuilder()
                                        .setPath(ByteString.copyFrom(path.bytes()))
                                        .setContent(ByteString.copyFromUtf8(content))));
        return Frames.frame(
                5,
                WireProto.ListingRoot.newBuilder()
                        .setRoot(
                                WireProto.PageRoot.newBuilder()
                                        .setName(ByteString.copyFrom(new byte[Digest.BYTES])))
                        .setCounts(WireProto.KindCounts.getDefaultInstance())
                        .addIgnoring(files)
                        .build()
                        .toByteArray());
    }

    @Test
    void unknownFields_areIgnored() throws IOException {
        // field 99 of Ping: a number, then text
        byte[] frame =
                Frames.frame(16, HexFormat.of().parseHex("0805" + "98067f" + "9a0603616263"));
        assertEquals(new Message.Ping(5), Frames.read(frame));
    }

    @Test
    void controlMessageOfCountlessFields_isRefusedBeforeItIsParsed() {
        byte[] problems = new byte[Limits.CONTROL_PAYLOAD_MAX];
        for (int i = 0; i < problems.length; i += 2) {
            problems[i] = 0x2a; // field 5, of no bytes
        }
        byte[] frame = Frames.frame(5, problems);
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> Frames.read(frame));
        assertSays("too many fields", e);
    }

    @Test
    void compressedMessageOverItsLimit_isRefused() {
        // a Ping of 4 KiB + 1 that would decompress
        byte[] bomb =
                Frames.frame(16 | 0x80, Zstd.compress(new byte[Limits.SMALL_PAYLOAD_MAX + 1]));
        assertDeclaredTooMuch(bomb);
        assertDeclaredTooMuch(
                Frames.frame(12 | 0x80, Zstd.compress(new byte[Limits.PAYLOAD_MAX + 1])));
        assertDeclaredTooMuch(Frames.frame(12 | 0x80, Zstd.compress(new byte[16 << 20])));
    }

    private static void assertDeclaredTooMuch(byte[] frame) {
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> Frames.read(frame));
        assertSays("declared size", e);
    }

    @Test
    void compressedMessageWithoutDeclaredSize_isRefused() {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setContentSize(false);
            byte[] frame = Frames.frame(12 | 0x80, context.compress(new byte[1 << 16]));
            MalformedFrameException e =
                    assertThrows(MalformedFrameException.class, () -> Frames.read(frame));
            assertSays("without declared size", e);
        }
    }

    private static void assertSays(String what, Exception e) {
        assertTrue(String.valueOf(e.getMessage()).contains(what), e.getMessage());
    }

    private static void assertNames(String field, MalformedFrameException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith(field + ": "), e::getMessage);
    }
}
