package dev.dsync.engine.fetch;

import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells sources what files here are like, of those so small that this is quicker than to compare
 * chunks first. One thread at a time.
 */
public final class Likeness implements AutoCloseable {
    /** Bytes of the largest file, old or new, that is told whole. */
    public static final long BYTES_MAX = GapPiece.BYTES_MAX;

    /** Places expected to differ, in a file of source code as well. */
    private static final int EDITS = 2;

    private static final int BYTES_PER_EDIT = 512 << 10;

    private final Root root;
    private final Signer signer = new Signer();
    private @Nullable HeldDirectory held;

    /** Likenesses of files in this root. */
    public Likeness(Root root) {
        this.root = root;
    }

    /**
     * What the file at {@code path} is to one of {@code size} bytes.
     *
     * @param isGuess whether only its name says that it is like that one
     */
    public Basis of(RelPath path, long size, boolean isGuess) throws IOException {
        try (ReadableFile file = directory(path.parent()).openFile(path.name())) {
            byte[] old = new byte[(int) Math.min(file.stat().size(), BYTES_MAX)];
            int read = file.read(0, old, 0, old.length);
            if (read < old.length) {
                return new Basis.Nothing();
            }
            int edits = EDITS + (int) (size / BYTES_PER_EDIT);
            return signer.sign(old, (int) size, edits, isGuess)
                    .<Basis>map(signature -> new Basis.Like(path, signature))
                    .orElseGet(Basis.Nothing::new);
        } catch (FsException e) {
            return new Basis.Nothing(); // It comes whole.
        }
    }

    private Directory directory(RelPath path) throws IOException {
        HeldDirectory at = held;
        if (at == null || !at.isAt(path)) {
            release();
            at = HeldDirectory.open(root, path);
            held = at;
        }
        return at.directory();
    }

    /** Closes the directory kept open: between jobs another may take its place. */
    public void release() {
        if (held != null) {
            held.letGo();
            held = null;
        }
    }

    /** Gives native memory back. */
    @Override
    public void close() {
        release();
        signer.close();
    }
}
