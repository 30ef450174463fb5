package dev.dsync.bench;

import dev.dsync.core.delta.BlockLayout;
import dev.dsync.core.delta.Blocks;
import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.LiteralContext;
import dev.dsync.core.delta.Matcher;
import dev.dsync.core.delta.Patch;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.delta.SignatureShape;
import dev.dsync.io.codec.ContextCompressor;
import dev.dsync.io.codec.ContextDecompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Prints what deltas cost on the wire: signatures, steps and literals, these by themselves and by
 * their context. Everything counted is rebuilt and compared.
 *
 * <p>Arguments: pairs of an old and a new directory.
 */
public final class DeltaFigures {
    private static final double RATIO = 0.3;
    private static final int WHOLE_BYTES_PER_EDIT = 512 << 10;

    private DeltaFigures() {}

    /** Bytes of the parts of some deltas. */
    private static final class Bytes {
        private int gaps;
        private long fresh;
        private long signatures;
        private long steps;
        private long literals;
        private long alone;
        private long inContext;

        void print(String what) {
            System.out.printf(
                    "%-34s %5d %10d %8d %7d %9d %8d %8d %9d%n",
                    what,
                    gaps,
                    fresh,
                    signatures,
                    steps,
                    literals,
                    alone,
                    inContext,
                    signatures + steps + inContext);
        }
    }

    /** Where the new content of a file lacks old bytes to copy. */
    interface Gaps {
        List<GapFinder.Gap> of(byte[] old, byte[] fresh);
    }

    private static List<GapFinder.Gap> whole(byte[] old, byte[] fresh) {
        int edits = 1 + fresh.length / WHOLE_BYTES_PER_EDIT;
        return List.of(new GapFinder.Gap(0, old.length, 0, fresh.length, edits));
    }

    public static void main(String[] args) throws IOException {
        System.out.printf(
                "%-34s %5s %10s %8s %7s %9s %8s %8s %9s%n",
                "what",
                "gaps",
                "new bytes",
                "signat.",
                "steps",
                "literals",
                "alone",
                "context",
                "total");
        for (int i = 0; i + 1 < args.length; i += 2) {
            Path old = Path.of(args[i]);
            Path fresh = Path.of(args[i + 1]);
            String name = fresh.getFileName() + ": ";
            trees(old, fresh, DeltaFigures::whole, 1).print(name + "whole files");
            trees(old, fresh, DeltaFigures::whole, 64).print(name + "whole files, 64 together");
            for (int mean : new int[] {8 << 10, 16 << 10, 32 << 10, 64 << 10}) {
                trees(old, fresh, new GapFinder(mean), 1).print(name + "chunks of " + mean);
            }
            trees(old, fresh, new GapFinder(32 << 10), 64)
                    .print(name + "chunks of 32768, 64 together");
        }
        edits();
    }

    private static Bytes trees(Path old, Path fresh, Gaps gaps, int batch) throws IOException {
        Bytes bytes = new Bytes();
        List<Case> cases = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(fresh)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            Path before = old.resolve(fresh.relativize(file));
            if (!Files.isRegularFile(before) || Files.mismatch(before, file) < 0) {
                continue;
            }
            byte[] a = Files.readAllBytes(before);
            byte[] b = Files.readAllBytes(file);
            for (GapFinder.Gap gap : gaps.of(a, b)) {
                cases.add(Case.of(a, b, gap));
            }
        }
        for (int i = 0; i < cases.size(); i += batch) {
            count(cases.subList(i, Math.min(cases.size(), i + batch)), bytes);
        }
        return bytes;
    }

    /** One gap: its old and new bytes and what is around it. */
    private static final class Case {
        private final byte[] old;
        private final byte[] fresh;
        private final byte[] before;
        private final byte[] behind;
        private final int edits;

        Case(byte[] old, byte[] fresh, byte[] before, byte[] behind, int edits) {
            this.old = old;
            this.fresh = fresh;
            this.before = before;
            this.behind = behind;
            this.edits = edits;
        }

        static Case of(byte[] a, byte[] b, GapFinder.Gap gap) {
            return new Case(
                    Arrays.copyOfRange(a, gap.oldFrom(), gap.oldTo()),
                    Arrays.copyOfRange(b, gap.newFrom(), gap.newTo()),
                    Arrays.copyOfRange(b, Math.max(0, gap.newFrom() - (32 << 10)), gap.newFrom()),
                    Arrays.copyOfRange(
                            b, gap.newTo(), Math.min(b.length, gap.newTo() + (32 << 10))),
                    gap.chunks());
        }
    }

    private static void count(List<Case> batch, Bytes bytes) throws IOException {
        LiteralContext source = new LiteralContext(batch.size());
        LiteralContext target = new LiteralContext(batch.size());
        List<byte[]> literals = new ArrayList<>();
        for (Case gap : batch) {
            bytes.gaps++;
            bytes.fresh += gap.fresh.length;
            Optional<SignatureShape> shape =
                    SignatureShape.choose(gap.old.length, gap.fresh.length, gap.edits, RATIO);
            if (shape.isEmpty()) {
                literals.add(gap.fresh);
                continue;
            }
            ByteSource old = ByteSource.of(gap.old);
            ByteSource fresh = ByteSource.of(gap.fresh);
            Signature signature = Signature.of(shape.get(), old, gap.old.length);
            Patch patch = Matcher.match(new Blocks(List.of(signature)), fresh, gap.fresh.length);
            byte[] steps = patch.encode();
            bytes.signatures += signature.encode().length;
            bytes.steps += steps.length;
            literals.add(patch.literals(fresh));
            source.addAtSource(patch, gap.before, gap.behind, fresh);
            Patch received =
                    Patch.decode(
                            steps,
                            0,
                            steps.length,
                            BlockLayout.of(List.of(signature)),
                            gap.fresh.length);
            target.add(received, gap.before, gap.behind, old);
            same(gap.fresh, received.apply(old, literals.getLast()));
        }
        byte[] all = new byte[literals.stream().mapToInt(one -> one.length).sum()];
        int at = 0;
        for (byte[] one : literals) {
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
        }
        same(source.bytes(), target.bytes());
        bytes.literals += all.length;
        bytes.alone += compressed(all, new byte[0]);
        bytes.inContext += compressed(all, source.bytes());
    }

    private static int compressed(byte[] literals, byte[] context) throws IOException {
        byte[] to = new byte[literals.length];
        try (ContextCompressor compressor = new ContextCompressor();
                ContextDecompressor decompressor = new ContextDecompressor()) {
            int length = compressor.compress(literals, 0, literals.length, context, to, 0);
            if (length > 0) {
                same(literals, decompressor.decompress(to, 0, length, context, literals.length));
            }
            return length > 0 ? length : literals.length;
        }
    }

    private static void same(byte[] expected, byte[] actual) {
        if (!Arrays.equals(expected, actual)) {
            throw new IllegalStateException("what was rebuilt differs");
        }
    }

    /** Words and numbers as in a log: they become a third when compressed. */
    private static byte[] text(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; ) {
            int word = random.nextInt(2000);
            SplittableRandom letters = new SplittableRandom(word);
            for (int left = letters.nextInt(2, 10); left > 0 && i < length; left--) {
                bytes[i++] = (byte) ('a' + letters.nextInt(26));
            }
            if (i < length) {
                bytes[i++] = (byte) (random.nextInt(12) == 0 ? '\n' : ' ');
            }
        }
        return bytes;
    }

    private static void edits() throws IOException {
        SplittableRandom random = new SplittableRandom(20);
        edits(random, 64 << 10, 1, 1);
        for (int edits : new int[] {1, 10, 100}) {
            edits(random, 1 << 20, edits, edits);
        }
        edits(random, 1 << 20, 100, 1);
    }

    private static void edits(SplittableRandom random, int length, int edits, int expected)
            throws IOException {
        Bytes bytes = new Bytes();
        int rounds = 10;
        for (int round = 0; round < rounds; round++) {
            byte[] file = text(random, length + (64 << 10));
            byte[] old = Arrays.copyOfRange(file, 32 << 10, (32 << 10) + length);
            byte[] fresh = old.clone();
            for (int edit = 0; edit < edits; edit++) {
                byte[] word = text(random, 10);
                System.arraycopy(word, 0, fresh, random.nextInt(length - 10), 10);
            }
            byte[] before = Arrays.copyOf(file, 32 << 10);
            byte[] behind = Arrays.copyOfRange(file, file.length - (32 << 10), file.length);
            count(List.of(new Case(old, fresh, before, behind, expected)), bytes);
        }
        bytes.print(
                "%d edits in %d KiB, %d expected, x%d"
                        .formatted(edits, length >> 10, expected, rounds));
    }
}
