package dev.dsync.bench;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gaps as a chunker would leave them, by a plain one: where a rolling sum of 64 bytes says so. */
final class GapFinder implements DeltaFigures.Gaps {
    private static final int MIN = 8 << 10;
    private static final int MAX = 128 << 10;

    private final long mask;

    /** With chunks of about 8 KiB more than the mean given, a power of two. */
    GapFinder(int mean) {
        mask = (long) (mean - 1) << 40;
    }

    /** A run of new bytes that is not among the old chunks, and old bytes it may be like. */
    record Gap(int oldFrom, int oldTo, int newFrom, int newTo, int chunks) {}

    private List<Integer> cuts(byte[] bytes) {
        List<Integer> cuts = new ArrayList<>();
        long gear = 0;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            gear = (gear << 1) + (bytes[i] + 129) * 0x9E37_79B9_7F4A_7C15L;
            int length = i + 1 - start;
            boolean cut = length >= MIN && (gear & mask) == 0;
            if (cut || length == MAX || i + 1 == bytes.length) {
                cuts.add(start);
                start = i + 1;
            }
        }
        cuts.add(bytes.length);
        return cuts;
    }

    private static Digest name(byte[] bytes, int from, int to) {
        return Sha256.of(Arrays.copyOfRange(bytes, from, to));
    }

    @Override
    public List<Gap> of(byte[] old, byte[] fresh) {
        List<Integer> oldCuts = cuts(old);
        Map<Digest, Integer> held = new HashMap<>();
        for (int i = 0; i + 1 < oldCuts.size(); i++) {
            held.put(name(old, oldCuts.get(i), oldCuts.get(i + 1)), oldCuts.get(i));
        }
        List<Gap> gaps = new ArrayList<>();
        List<Integer> cuts = cuts(fresh);
        int gapFrom = -1;
        int oldFrom = 0;
        int chunks = 0;
        for (int i = 0; i < cuts.size(); i++) {
            boolean end = i + 1 == cuts.size();
            Integer place = end ? null : held.get(name(fresh, cuts.get(i), cuts.get(i + 1)));
            if (place == null && !end) {
                gapFrom = gapFrom < 0 ? cuts.get(i) : gapFrom;
                chunks++;
                continue;
            }
            int oldTo = place == null ? old.length : place;
            if (gapFrom >= 0) {
                int gapTo = cuts.get(i);
                gaps.add(
                        oldFrom < oldTo
                                ? new Gap(oldFrom, oldTo, gapFrom, gapTo, chunks)
                                : new Gap(
                                        proportional(gapFrom, fresh, old),
                                        proportional(gapTo, fresh, old),
                                        gapFrom,
                                        gapTo,
                                        chunks));
            }
            gapFrom = -1;
            chunks = 0;
            oldFrom = end ? 0 : oldTo + cuts.get(i + 1) - cuts.get(i);
        }
        return gaps;
    }

    private static int proportional(int at, byte[] fresh, byte[] old) {
        return (int) ((long) at * old.length / fresh.length);
    }
}
