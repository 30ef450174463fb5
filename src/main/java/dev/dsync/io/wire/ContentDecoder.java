package dev.dsync.io.wire;

import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.delta.MalformedDeltaException;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Segment.Patched;
import dev.dsync.io.wire.Want.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payloads as bulk messages about contents of files. */
final class ContentDecoder {
    private ContentDecoder() {}

    static Message.ManifestRequest queries(PayloadReader in) throws MalformedFrameException {
        int count = in.count(3, "queries");
        List<Message.ManifestQuery> queries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Digest expected = in.flag("queries.expects") ? in.digest("queries.expected") : null;
            int files = in.count(1, "queries.entries");
            if (files == 0) {
                throw in.malformed("queries.entries", "a query about no file");
            }
            List<Long> entries = new ArrayList<>(files);
            long next = 0;
            for (int file = 0; file < files; file++) {
                long entry = next + in.number(Long.MAX_VALUE - 1 - next, "queries.entries");
                entries.add(entry);
                next = entry + 1;
            }
            queries.add(new Message.ManifestQuery(entries, expected));
        }
        in.finish();
        return new Message.ManifestRequest(queries);
    }

    static Message.Manifests manifests(PayloadReader in) throws MalformedFrameException {
        int count = in.count(1, "answers");
        List<ManifestAnswer> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int tag = in.octet("answers");
            answers.add(
                    switch (tag) {
                        case ContentEncoder.AS_EXPECTED -> new ManifestAnswer.AsExpected();
                        case ContentEncoder.TOLD -> told(in);
                        default -> throw in.malformed("answers", "unknown answer " + tag);
                    });
        }
        in.finish();
        return new Message.Manifests(answers);
    }

    private static ManifestAnswer told(PayloadReader in) throws MalformedFrameException {
        int count = in.count(1, "answers.files");
        List<FileManifest> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            files.add(new FileManifest(in.flag("answers.known") ? root(in) : null));
        }
        return new ManifestAnswer.Told(files);
    }

    private static PageRoot root(PayloadReader in) throws MalformedFrameException {
        return new PageRoot(
                in.digest("answers.name"),
                in.number(PageRoot.LEVEL_MAX, "answers.level"),
                in.number(Long.MAX_VALUE, "answers.entries"),
                in.number(Long.MAX_VALUE, "answers.bytes"));
    }

    static Message.Fetch fetch(PayloadReader in) throws MalformedFrameException {
        int count = in.count(3, "wishes");
        List<Message.Wish> wishes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int file = in.number(Integer.MAX_VALUE, "wishes.file");
            long entry = in.number(Long.MAX_VALUE, "wishes.entry");
            wishes.add(new Message.Wish(file, entry, want(in)));
        }
        in.finish();
        return new Message.Fetch(wishes);
    }

    private static Want want(PayloadReader in) throws MalformedFrameException {
        int tag = in.octet("wishes.want");
        return switch (tag) {
            case ContentEncoder.WHOLE -> new Want.Whole(null);
            case ContentEncoder.LIKE_OLD -> new Want.Whole(signature(in, "wishes.old", null));
            case ContentEncoder.RANGES -> new Want.Ranges(ranges(in), false);
            case ContentEncoder.LAST_RANGES -> new Want.Ranges(ranges(in), true);
            default -> throw in.malformed("wishes.want", "unknown want " + tag);
        };
    }

    private static List<Range> ranges(PayloadReader in) throws MalformedFrameException {
        int count = in.count(3, "wishes.ranges");
        List<Range> ranges = new ArrayList<>(count);
        long at = 0;
        Signature wide = null;
        for (int i = 0; i < count; i++) {
            long offset = at + in.number(Long.MAX_VALUE - at, "wishes.offset");
            long length = in.number(Long.MAX_VALUE - offset, "wishes.length");
            if (length == 0) {
                throw in.malformed("wishes.length", "empty range");
            }
            Signature old = signature(in, "wishes.old", wide);
            if (old != null && length > GapPiece.BYTES_MAX) {
                throw in.malformed("wishes.length", "range over " + GapPiece.BYTES_MAX);
            }
            ranges.add(new Range(offset, length, old));
            at = offset + length;
            wide = old != null && old.isWide() ? old : wide;
        }
        return ranges;
    }

    /** A signature, or the last wide one before; null where there are no bytes of one. */
    private static @Nullable Signature signature(
            PayloadReader in, String field, @Nullable Signature wide)
            throws MalformedFrameException {
        Slice run = in.slice(Signature.BYTES_MAX, field);
        if (run.length() == 0) {
            return null;
        }
        if (wide != null && run.length() == 1 && run.array()[run.offset()] == ContentEncoder.SAME) {
            return wide;
        }
        try {
            return Signature.decode(run.array(), run.offset(), run.length());
        } catch (MalformedDeltaException e) {
            throw in.malformed(field, e.getMessage() + " of the signature that ends");
        }
    }

    static Message.Data data(PayloadReader in) throws MalformedFrameException {
        int count = in.count(3, "segments");
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(segment(in));
        }
        in.finish();
        return new Message.Data(segments);
    }

    private static Segment segment(PayloadReader in) throws MalformedFrameException {
        int tag = in.octet("segments");
        if (tag == ContentEncoder.PATCHES) {
            return patches(in);
        }
        int file = in.number(Integer.MAX_VALUE, "segments.file");
        return switch (tag) {
            case ContentEncoder.BYTES ->
                    new Segment.Bytes(file, in.slice(Limits.PAYLOAD_MAX, "segments.bytes"));
            case ContentEncoder.ZEROS ->
                    new Segment.Zeros(file, in.number(Long.MAX_VALUE, "segments.length"));
            case ContentEncoder.END -> new Segment.End(file, in.digest("segments.content"));
            case ContentEncoder.RESTART -> {
                long size = in.number(Long.MAX_VALUE, "segments.size");
                yield new Segment.Restart(file, size, in.time("segments.modified"));
            }
            case ContentEncoder.GONE -> {
                Problem.Kind why = in.constant(WireEnum.PROBLEM_KIND, "segments.why");
                yield new Segment.Gone(file, why, in.text("segments.reason"));
            }
            default -> throw in.malformed("segments", "unknown segment " + tag);
        };
    }

    private static Segment patches(PayloadReader in) throws MalformedFrameException {
        int count = in.count(3, "segments.patches");
        List<Patched> patches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int file = in.number(Integer.MAX_VALUE, "segments.file");
            int length = in.number(GapPiece.BYTES_MAX, "segments.newLength");
            patches.add(new Patched(file, length, in.slice(Limits.PAYLOAD_MAX, "segments.steps")));
        }
        int literalBytes = in.number(Segment.Patches.LITERAL_BYTES_MAX, "segments.literalBytes");
        Slice literals = in.slice(literalBytes, "segments.literals");
        return new Segment.Patches(patches, literalBytes, literals);
    }
}
