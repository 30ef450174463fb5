package dev.dsync.engine.fetch;

import dev.dsync.core.delta.BlockLayout;
import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.LiteralContext;
import dev.dsync.core.delta.MalformedDeltaException;
import dev.dsync.core.delta.Patch;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Wanted.Part;
import dev.dsync.io.codec.CompressedDataException;
import dev.dsync.io.codec.ContextDecompressor;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes patches the bytes they stand for, by the old bytes that are here. */
final class PatchReader implements AutoCloseable {
    private static final byte[] NOTHING = new byte[0];

    private final HeldFile old;
    private final ContextDecompressor decompressor = new ContextDecompressor();

    PatchReader(Root root) {
        old = new HeldFile(root);
    }

    /** A patch, and the old bytes it was asked for. */
    private record Fitted(Patch patch, RelPath old, long oldOffset) {}

    /** Takes the bytes of the patches in order. */
    interface Sink {
        /** Takes the next bytes of the piece of this number. */
        void write(int piece, byte[] bytes, int offset, int length) throws IOException;
    }

    /**
     * Makes all the bytes.
     *
     * @param parts what each patch answers
     * @return false if the old bytes are not what they were, so that nothing can be made of it
     * @throws UnexpectedMessageException if the patches are none for what was asked for
     */
    boolean read(Segment.Patches all, List<Wanted> wanted, List<Part> parts, Sink sink)
            throws IOException {
        List<Fitted> fitted = fit(all, wanted, parts);
        try {
            byte[] literals = literals(all, fitted);
            if (literals == null) {
                return false;
            }
            int at = 0;
            for (int i = 0; i < fitted.size(); i++) {
                Patch patch = fitted.get(i).patch;
                int piece = i;
                patch.apply(
                        old(fitted.get(i)),
                        ByteSource.of(literals, at),
                        (bytes, offset, length) -> sink.write(piece, bytes, offset, length));
                at += patch.literalBytes();
            }
            return true;
        } catch (OldGoneException e) {
            return false;
        } finally {
            old.close();
        }
    }

    /** The old bytes cannot be read any more. */
    private static final class OldGoneException extends IOException {
        OldGoneException(IOException cause) {
            super(cause);
        }
    }

    private static List<Fitted> fit(Segment.Patches all, List<Wanted> wanted, List<Part> parts)
            throws IOException {
        List<Fitted> fitted = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Segment.Patched patched = all.patches().get(i);
            Signature signature = parts.get(i).signature();
            if (signature == null || patched.newLength() != parts.get(i).range().length()) {
                throw new UnexpectedMessageException("Data", "with a patch nobody asked for");
            }
            Slice steps = patched.steps();
            try {
                Patch patch =
                        Patch.decode(
                                steps.array(),
                                steps.offset(),
                                steps.length(),
                                BlockLayout.of(List.of(signature)),
                                patched.newLength());
                fitted.add(new Fitted(patch, old(wanted.get(i)), parts.get(i).oldOffset()));
            } catch (MalformedDeltaException e) {
                throw new UnexpectedMessageException("Data", "with a patch: " + e.getMessage());
            }
        }
        if (fitted.stream().mapToLong(one -> one.patch.literalBytes()).sum()
                != all.literalBytes()) {
            throw new UnexpectedMessageException("Data", "with literals of other patches");
        }
        return fitted;
    }

    private static RelPath old(Wanted wanted) {
        return switch (wanted.basis()) {
            case Basis.Like(RelPath path, _) -> path;
            case Basis.Known(Recipe recipe) -> recipe.old().path();
            case Basis.Nothing _, Basis.Same _, Basis.Built _ ->
                    throw new IllegalStateException("a signature of nothing");
        };
    }

    /** The literals of all patches; null if the old bytes are not those they are told by. */
    private byte @Nullable [] literals(Segment.Patches all, List<Fitted> fitted)
            throws IOException {
        Slice literals = all.literals();
        if (literals.length() == all.literalBytes()) {
            return literals.toArray();
        }
        if (fitted.size() > LiteralContext.PATCHES_MAX) {
            throw new UnexpectedMessageException("Data", "with " + fitted.size() + " patches");
        }
        LiteralContext context = new LiteralContext(fitted.size());
        for (Fitted one : fitted) {
            context.add(one.patch, NOTHING, NOTHING, old(one));
        }
        try {
            return decompressor.decompress(
                    literals.array(),
                    literals.offset(),
                    literals.length(),
                    context.bytes(),
                    all.literalBytes());
        } catch (CompressedDataException e) {
            return null; // so are those of a peer that sends garbage, which asking again shows
        }
    }

    private ByteSource old(Fitted one) {
        return (offset, to, at, length) -> {
            try {
                int read = old.open(one.old).read(one.oldOffset + offset, to, at, length);
                if (read < length) {
                    throw new OldGoneException(new IOException("shorter than it was"));
                }
            } catch (FsException e) {
                throw new OldGoneException(e);
            }
        };
    }

    /** Gives native memory back. */
    @Override
    public void close() {
        old.close();
        decompressor.close();
    }
}
