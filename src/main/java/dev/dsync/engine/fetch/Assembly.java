package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Gap;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.Stretch.Kept;
import dev.dsync.engine.fetch.Basis.Donor;
import dev.dsync.engine.fetch.Recipe.Copy;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.wire.Want.Range;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file being made by its recipe: copies as they come in line, and what is fetched between. */
final class Assembly {
    private static final int BUFFER_BYTES = 1 << 20;

    private final HeldFile donors;
    private final Recipe recipe;
    private final WritableFile file;
    private final List<Range> failed = new ArrayList<>();
    private ChunkCheck check;
    private int copied;

    /** What the file was a clone of before anything else was written to it; null if nothing. */
    private @Nullable Donor cloned;

    private boolean begun;

    /** Whether what comes is in the place of what came before. */
    private boolean again;

    /** Whether what comes was asked for once more. */
    private boolean repeats;

    Assembly(Root root, Recipe recipe, WritableFile file) {
        donors = new HeldFile(root);
        this.recipe = recipe;
        this.file = file;
        again = recipe.goesOn();
        check = new ChunkCheck(recipe.manifest());
    }

    /** Where most of the file is as it was, begins with that. */
    private void begin() throws IOException {
        Donor edited = begun ? null : recipe.edited().orElse(null);
        begun = true;
        if (edited != null && isCloneOf(edited)) {
            cloned = edited;
            again = true;
        }
    }

    /** Makes the file, which is empty, a clone of another, if that is what it was. */
    private boolean isCloneOf(Donor donor) throws IOException {
        try {
            ReadableFile from = open(donor);
            if (!file.cloneFrom(from)) {
                return false;
            }
            requireUnchanged(donor, from);
            return true;
        } catch (DonorChangedException e) {
            file.truncate(0);
            return false;
        }
    }

    /** A file whose bytes were to be taken is another by now. */
    static final class DonorChangedException extends IOException {
        DonorChangedException(Donor donor) {
            super(donor.path() + " changed while it was copied from");
        }
    }

    Recipe recipe() {
        return recipe;
    }

    private ReadableFile open(Donor donor) throws IOException {
        try {
            ReadableFile file = donors.open(donor.path());
            requireUnchanged(donor, file);
            return file;
        } catch (FsException e) {
            throw new DonorChangedException(donor);
        }
    }

    private static void requireUnchanged(Donor donor, ReadableFile file) throws IOException {
        if (donor.stamp() != null && !donor.stamp().equals(file.stat().stamp())) {
            throw new DonorChangedException(donor);
        }
    }

    /** Copies all that stands before this byte of the file. */
    void reach(long offset) throws IOException {
        begin();
        List<Copy> copies = recipe.copies();
        while (copied < copies.size() && copies.get(copied).kept().offset() < offset) {
            copy(copies.get(copied++));
        }
    }

    private void copy(Copy copy) throws IOException {
        Kept kept = copy.kept();
        if (cloned != null && copy.isInPlaceOf(cloned)) {
            return;
        }
        try {
            ReadableFile from = open(copy.donor());
            long repeats = isHole(from, kept) ? 0 : kept.count();
            for (long i = 0; i < repeats; i++) {
                long at = kept.offset() + i * kept.length();
                if (copy.donor().stamp() == null) {
                    copyChecked(from, kept.oldOffset(), at, kept.length());
                } else {
                    copyBytes(copy.donor(), from, kept, at);
                }
            }
            requireUnchanged(copy.donor(), from);
        } catch (DonorChangedException e) {
            fail(new Range(kept.offset(), kept.end() - kept.offset(), null));
        }
    }

    /** Whether a run of equal chunks is a hole, which it is here already. */
    private boolean isHole(ReadableFile from, Kept kept) throws IOException {
        if (kept.count() == 1 || recipe.goesOn() || cloned != null) {
            return false;
        }
        long data = from.nextData(kept.oldOffset());
        return data < 0 || data >= kept.oldOffset() + kept.length();
    }

    private void copyBytes(Donor donor, ReadableFile from, Kept kept, long at) throws IOException {
        try {
            file.copyFrom(at, from, kept.oldOffset(), kept.length());
        } catch (EOFException e) {
            throw new DonorChangedException(donor);
        }
    }

    private void copyChecked(ReadableFile from, long start, long at, long length)
            throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, length)];
        check.begin(at);
        for (long done = 0; done < length; ) {
            int want = (int) Math.min(buffer.length, length - done);
            int read = from.read(start + done, buffer, 0, want);
            if (read < want) {
                Arrays.fill(buffer, read, want, (byte) 0);
            }
            file.write(at + done, buffer, 0, want);
            check.take(buffer, 0, want);
            done += want;
        }
    }

    /**
     * Makes all that is here or is nothing but zeros; the chunks that lack then, in order, those
     * next to each other as one range.
     */
    List<Range> makeWhatIsHere() throws IOException {
        List<Range> lacking = new ArrayList<>();
        Manifest.Cursor runs = recipe.manifest().cursor();
        for (Gap gap : recipe.gaps()) {
            long end = gap.offset() + gap.length();
            runs.seek(gap.offset());
            for (long at = gap.offset(); at < end; ) {
                ChunkRun run = runs.next();
                if (run == null) {
                    throw new IOException("a gap behind the last chunk");
                }
                long length = Math.min(end, runs.offset() + run.bytes()) - at;
                reach(at);
                if (run.chunk().equals(ChunkCheck.ZERO_CHUNK)) {
                    zeros(at, length);
                } else {
                    lacking.add(new Range(at, length, null));
                }
                at += length;
            }
        }
        reach(recipe.manifest().root().bytes());
        lacking.addAll(takeWrong());
        lacking.sort(Comparator.comparingLong(Range::offset));
        return joined(lacking);
    }

    /** Takes bytes that were fetched. */
    void write(long position, byte[] bytes, int offset, int length) throws IOException {
        file.write(position, bytes, offset, length);
        check.begin(position);
        check.take(bytes, offset, length);
    }

    /** Takes zeros that were fetched; what is there is a hole, unless chunks are got again. */
    void zeros(long position, long length) throws IOException {
        if (again) {
            byte[] zeros = new byte[(int) Math.min(BUFFER_BYTES, length)];
            for (long done = 0; done < length; done += zeros.length) {
                file.write(position + done, zeros, 0, (int) Math.min(zeros.length, length - done));
            }
        }
        check.begin(position);
        check.zeros(length);
    }

    /** Up to where all is what it has to be, if all before this byte was copied or came. */
    long proven(long end) {
        long at = repeats ? 0 : check.proven(end);
        for (Range range : failed) {
            at = Math.min(at, range.offset());
        }
        return at;
    }

    /** Nothing came of a range. */
    void fail(Range range) {
        failed.add(new Range(range.offset(), range.length(), null));
    }

    /**
     * What turned out not to be what it must be, and has to be fetched again: whole chunks, in
     * order, those next to each other as one range.
     */
    List<Range> takeWrong() throws IOException {
        List<Range> wrong = new ArrayList<>(failed);
        wrong.addAll(check.takeWrong());
        if (wrong.isEmpty()) {
            return wrong;
        }
        wrong.sort(Comparator.comparingLong(Range::offset));
        failed.clear();
        again = true;
        repeats = true;
        check = new ChunkCheck(recipe.manifest());
        return joined(wrong);
    }

    private static List<Range> joined(List<Range> ranges) {
        List<Range> joined = new ArrayList<>();
        for (Range range : ranges) {
            Range last = joined.isEmpty() ? null : joined.getLast();
            if (last == null || last.offset() + last.length() < range.offset()) {
                joined.add(range);
            } else {
                long end = Math.max(last.offset() + last.length(), range.offset() + range.length());
                joined.set(joined.size() - 1, new Range(last.offset(), end - last.offset(), null));
            }
        }
        return joined;
    }

    void close() {
        donors.close();
    }
}
