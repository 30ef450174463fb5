package dev.dsync.io.wire;

import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.delta.SignatureShape;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.ManifestQuery;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment.Patched;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random parts of messages about contents of files. */
final class ContentGenerator {
    private final RandomGenerator random;
    private final MessageGenerator any;

    ContentGenerator(RandomGenerator random, MessageGenerator any) {
        this.random = random;
        this.any = any;
    }

    Segment segment() {
        return switch (random.nextInt(6)) {
            case 0 -> new Segment.Bytes(any.file(), any.slice(4000));
            case 1 -> new Segment.Zeros(any.file(), any.number());
            case 2 -> new Segment.End(any.file(), any.digest());
            case 3 -> new Segment.Restart(any.file(), any.number(), any.time());
            case 4 -> patches();
            default -> new Segment.Gone(any.file(), any.one(Problem.Kind.values()), any.text());
        };
    }

    private Segment patches() {
        Slice literals = any.slice(4000);
        int literalBytes = random.nextInt(literals.length(), Segment.Patches.LITERAL_BYTES_MAX + 1);
        return new Segment.Patches(
                any.list(
                        () ->
                                new Patched(
                                        any.file(),
                                        random.nextInt(GapPiece.BYTES_MAX + 1),
                                        any.slice(300))),
                any.flag() ? literals.length() : literalBytes,
                literals);
    }

    Wish wish() {
        return new Wish(any.file(), any.number(), any.flag() ? whole() : ranges());
    }

    private Want whole() {
        return new Want.Whole(any.orNull(this::signature));
    }

    private Want ranges() {
        List<Range> ranges = new ArrayList<>();
        long at = 0;
        for (int i = random.nextInt(6); i > 0; i--) {
            long offset = at + random.nextInt(3) * (any.number() >>> 8);
            Range range =
                    any.flag()
                            ? new Range(offset, 1 + (any.number() >>> 8), null)
                            : new Range(
                                    offset,
                                    random.nextInt(1, GapPiece.BYTES_MAX + 1),
                                    any.flag() ? WIDE.get(random.nextInt(2)) : signature());
            ranges.add(range);
            at = range.offset() + range.length();
        }
        return new Want.Ranges(ranges, any.flag());
    }

    /** Signatures that several ranges of a wish may have. */
    private static final List<Signature> WIDE =
            List.of(wide(GapPiece.BYTES_MAX + 1), wide(2 * GapPiece.BYTES_MAX));

    private static Signature wide(int oldLength) {
        SignatureShape shape = new SignatureShape(SignatureShape.BLOCK_MAX, 4, 2, 4);
        try {
            return Signature.of(shape, ByteSource.of(new byte[oldLength]), oldLength);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Signature signature() {
        int stride = 1 << random.nextInt(4);
        SignatureShape shape =
                new SignatureShape(
                        random.nextInt(SignatureShape.BLOCK_MIN, SignatureShape.BLOCK_MAX + 1),
                        random.nextInt(4, 7),
                        stride == 1 ? 0 : random.nextInt(2, 4),
                        stride);
        byte[] old = new byte[random.nextInt(1, 20_000)];
        random.nextBytes(old);
        try {
            return Signature.of(shape, ByteSource.of(old), old.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Message held() {
        List<Range> spans = new ArrayList<>();
        long at = random.nextInt(3);
        for (int i = random.nextInt(6); i > 0; i--) {
            spans.add(new Range(at, 1 + (any.number() >>> 8), null));
            at += spans.getLast().length() + 1 + (any.number() >>> 8);
        }
        return new Message.PiecesHeld(any.digest(), any.flag(), spans);
    }

    Message asked() {
        return new Message.PieceRequest(
                any.digest(), any.number() >>> 1, random.nextInt(1, Limits.PIECE_MAX + 1));
    }

    ManifestQuery query() {
        List<Long> entries = new ArrayList<>();
        long next = 0;
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            long entry = next + (any.flag() ? 0 : any.number() >>> 8);
            entries.add(entry);
            next = entry + 1;
        }
        return new ManifestQuery(entries, any.orNull(any::digest));
    }

    ManifestAnswer answer() {
        return any.flag()
                ? new ManifestAnswer.AsExpected()
                : new ManifestAnswer.Told(any.list(() -> new FileManifest(any.orNull(this::root))));
    }

    private PageRoot root() {
        return new PageRoot(
                any.digest(), random.nextInt(PageRoot.LEVEL_MAX + 1), any.number(), any.number());
    }
}
