package dev.dsync.io.wire;

import dev.dsync.core.delta.Signature;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Want.Range;
import org.jspecify.annotations.Nullable;

/** Bulk messages about contents of files as payloads. */
final class ContentEncoder {
    static final int WHOLE = 1;
    static final int LIKE_OLD = 2;
    static final int RANGES = 3;
    static final int LAST_RANGES = 4;

    /** In place of a signature: the last wide one before. No signature is as short. */
    static final byte SAME = 0;

    static final int BYTES = 1;
    static final int ZEROS = 2;
    static final int END = 3;
    static final int RESTART = 4;
    static final int GONE = 5;
    static final int PATCHES = 6;

    static final int AS_EXPECTED = 1;
    static final int TOLD = 2;

    private ContentEncoder() {}

    static void encode(Message.ManifestRequest message, PayloadWriter out) {
        out.count(message.queries().size());
        for (Message.ManifestQuery query : message.queries()) {
            out.octet(query.expected() == null ? 0 : 1);
            if (query.expected() != null) {
                out.digest(query.expected());
            }
            out.count(query.entries().size());
            long next = 0;
            for (long entry : query.entries()) {
                out.number(entry - next);
                next = entry + 1;
            }
        }
    }

    static void encode(Message.Manifests message, PayloadWriter out) {
        out.count(message.answers().size());
        for (ManifestAnswer answer : message.answers()) {
            switch (answer) {
                case ManifestAnswer.AsExpected _ -> out.octet(AS_EXPECTED);
                case ManifestAnswer.Told(var files) -> {
                    out.octet(TOLD);
                    out.count(files.size());
                    files.forEach(file -> root(file.root(), out));
                }
            }
        }
    }

    private static void root(@Nullable PageRoot root, PayloadWriter out) {
        out.octet(root == null ? 0 : 1);
        if (root != null) {
            BulkEncoder.root(root, out);
        }
    }

    static void encode(Message.Fetch message, PayloadWriter out) {
        out.count(message.wishes().size());
        for (Message.Wish wish : message.wishes()) {
            out.number(wish.file());
            out.number(wish.entry());
            switch (wish.want()) {
                case Want.Whole(Signature old) when old == null -> out.octet(WHOLE);
                case Want.Whole(Signature old) -> {
                    out.octet(LIKE_OLD);
                    out.run(old.encode());
                }
                case Want.Ranges(var ranges, boolean last) -> {
                    out.octet(last ? LAST_RANGES : RANGES);
                    out.count(ranges.size());
                    long at = 0;
                    Signature wide = null;
                    for (Range range : ranges) {
                        at = range(range, at, wide, out);
                        Signature old = range.old();
                        wide = old != null && old.isWide() ? old : wide;
                    }
                }
            }
        }
    }

    /** A range that begins at or behind {@code at}; the answer is where it ends. */
    private static long range(Range range, long at, @Nullable Signature wide, PayloadWriter out) {
        Signature old = range.old();
        out.number(range.offset() - at);
        out.number(range.length());
        if (old == null) {
            out.run(new byte[0]);
        } else {
            out.run(old.equals(wide) ? new byte[] {SAME} : old.encode());
        }
        return range.offset() + range.length();
    }

    static void encode(Message.Data message, PayloadWriter out) {
        out.count(message.segments().size());
        for (Segment segment : message.segments()) {
            switch (segment) {
                case Segment.Bytes(int file, Slice bytes) -> {
                    begin(BYTES, file, out);
                    out.run(bytes);
                }
                case Segment.Zeros(int file, long length) -> {
                    begin(ZEROS, file, out);
                    out.number(length);
                }
                case Segment.End(int file, var content) -> {
                    begin(END, file, out);
                    out.digest(content);
                }
                case Segment.Restart(int file, long size, var modified) -> {
                    begin(RESTART, file, out);
                    out.number(size);
                    out.time(modified);
                }
                case Segment.Gone(int file, var why, String reason) -> {
                    begin(GONE, file, out);
                    out.constant(WireEnum.PROBLEM_KIND, why);
                    out.text(reason);
                }
                case Segment.Patches patches -> patches(patches, out);
            }
        }
    }

    private static void begin(int tag, int file, PayloadWriter out) {
        out.octet(tag);
        out.number(file);
    }

    private static void patches(Segment.Patches patches, PayloadWriter out) {
        out.octet(PATCHES);
        out.count(patches.patches().size());
        for (Segment.Patched patched : patches.patches()) {
            out.number(patched.file());
            out.number(patched.newLength());
            out.run(patched.steps());
        }
        out.number(patches.literalBytes());
        out.run(patches.literals());
    }
}
