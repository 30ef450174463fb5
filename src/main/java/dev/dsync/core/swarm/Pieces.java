package dev.dsync.core.swarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one content that lack here: which sources have them, and of whom they are asked.
 * The rarest are asked for first, each of one source; and one that had everything from the start
 * only for what no other has, so that it sends each piece about once however many peers fetch.
 *
 * @param <S> what a source is told from others by
 */
public final class Pieces<S> {
    /** No piece. */
    public static final int NONE = -1;

    /** Bytes asked of one source and not here yet, at most, and how many pieces they are. */
    private static final int ASKED_BYTES_MAX = 4 << 20;

    static final int ASKED_MIN = 2;
    private static final int ASKED_MAX = 16;

    /** Of what a seeder alone has, each peer asks for one in so many at once. */
    private static final int SPREAD = 16;

    private static final long MILLIS = 1_000_000;

    /** A source that answers within this may be asked for more at once, behind that for less. */
    private static final long PROMPT_NANOS = 300 * MILLIS;

    private static final long TARDY_NANOS = 1000 * MILLIS;

    /** A source that does not answer for so long is slow. */
    private static final long SILENT_NANOS = 6000 * MILLIS;

    /** So is one that takes so many times as long as the quickest, and longer than this. */
    private static final int SLOW_TIMES = 8;

    private static final long SLOW_NANOS = 1000 * MILLIS;

    /** At the end a piece is asked of another source, too, after so many times the usual. */
    private static final int LATE_TIMES = 4;

    private final long bytes;
    private final long[] starts;
    private final long[] ends;
    private final RandomGenerator random;
    private final int askedMax;
    private final BitSet lacking;

    /** How many sources have each piece. */
    private final int[] holders;

    /** Pieces that came, in that order. */
    private final List<Integer> arrived = new ArrayList<>();

    private final Map<S, Source> sources = new LinkedHashMap<>();

    /**
     * Pieces that lack, in order.
     *
     * @param bytes of the content; what is in no piece is here
     * @param starts the first byte of each
     * @param ends behind the last byte of each
     * @param random decides among pieces that are as rare
     */
    public Pieces(long bytes, long[] starts, long[] ends, RandomGenerator random) {
        this.bytes = bytes;
        this.starts = starts.clone();
        this.ends = ends.clone();
        this.random = random;
        this.holders = new int[starts.length];
        this.lacking = new BitSet(starts.length);
        lacking.set(0, starts.length);
        long longest = 1;
        for (int i = 0; i < starts.length; i++) {
            longest = Math.max(longest, ends[i] - starts[i]);
        }
        this.askedMax = Math.clamp(ASKED_BYTES_MAX / longest, ASKED_MIN, ASKED_MAX);
    }

    /** The first byte of a piece. */
    public long start(int piece) {
        return starts[piece];
    }

    /** Bytes of a piece. */
    public int length(int piece) {
        return (int) (ends[piece] - starts[piece]);
    }

    /**
     * A source says what it has.
     *
     * @param more whether beside what it said before; else instead of it
     */
    public void told(S by, boolean more, List<Spans.Span> spans) {
        Source source = sources.computeIfAbsent(by, _ -> new Source());
        if (!more) {
            source.has.stream().forEach(piece -> holders[piece]--);
            source.has.clear();
            source.told = new Spans();
        }
        for (Spans.Span span : spans) {
            Spans.Span all = source.told.add(span.from(), span.to());
            for (int piece = first(all.from());
                    piece < starts.length && ends[piece] <= all.to();
                    piece++) {
                if (!source.has.get(piece) && !source.barred.get(piece)) {
                    source.has.set(piece);
                    holders[piece]++;
                }
            }
        }
        if (!source.hasTold) {
            source.hasTold = true;
            source.seeder = source.told.covers(0, bytes);
        }
    }

    /** The first piece that begins at or behind this byte. */
    private int first(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found < 0 ? -found - 1 : found;
    }

    /** Whether a source has said what it has. */
    public boolean hasTold(S source) {
        Source known = sources.get(source);
        return known != null && known.hasTold;
    }

    /** A source is gone, and what was asked of it does not come. */
    public void leave(S source) {
        Source gone = sources.remove(source);
        if (gone != null) {
            gone.has.stream().forEach(piece -> holders[piece]--);
        }
    }

    /** What is to be asked of a source now, and counts as asked from now on; else {@link #NONE}. */
    public int next(S of, long nowNanos) {
        Source source = sources.get(of);
        if (source == null || source.asked.size() >= (source.slow ? 1 : source.window)) {
            return NONE;
        }
        BitSet asked = new BitSet();
        sources.values().forEach(other -> other.asked.keySet().forEach(asked::set));
        BitSet open = (BitSet) lacking.clone();
        open.andNot(asked);
        boolean isEnd = open.isEmpty();
        open.and(source.has);
        if (source.seeder) {
            for (Source other : sources.values()) {
                if (other != source && !other.slow && !other.seeder) {
                    open.andNot(other.has);
                }
            }
        }
        if (source.seeder && source.asked.size() >= askedOfSeeder(open.cardinality())) {
            return NONE;
        }
        int piece = isEnd ? late(source, nowNanos) : rarest(open);
        if (piece != NONE) {
            source.asked.put(piece, new Source.Asked(nowNanos, source.asked.size()));
        }
        return piece;
    }

    /**
     * Others ask a seeder for the same pieces as long as none of them has any: the fewer are left,
     * the fewer are asked for at once, so that few are asked for twice.
     */
    private int askedOfSeeder(int open) {
        long others = sources.values().stream().filter(source -> !source.seeder).count();
        return others == 0 ? ASKED_MAX : (int) Math.max(1, open / (SPREAD * others));
    }

    private int rarest(BitSet open) {
        int best = NONE;
        int alike = 0;
        for (int piece = open.nextSetBit(0); piece >= 0; piece = open.nextSetBit(piece + 1)) {
            if (best == NONE || holders[piece] < holders[best]) {
                best = piece;
                alike = 1;
            } else if (holders[piece] == holders[best] && random.nextInt(++alike) == 0) {
                best = piece;
            }
        }
        return best;
    }

    /** All is asked for: what one other source has been asked for longest, if that is long. */
    private int late(Source source, long nowNanos) {
        long patience = Math.max(TARDY_NANOS, LATE_TIMES * quickest(null));
        int[] askers = new int[starts.length];
        Map<Integer, Long> oldest = new LinkedHashMap<>();
        for (Source other : sources.values()) {
            other.asked.forEach(
                    (piece, one) -> {
                        askers[piece]++;
                        oldest.merge(piece, one.nanos(), Math::min);
                    });
        }
        int best = NONE;
        long since = nowNanos - patience;
        for (Map.Entry<Integer, Long> one : oldest.entrySet()) {
            int piece = one.getKey();
            boolean may =
                    source.has.get(piece)
                            && lacking.get(piece)
                            && askers[piece] == 1
                            && !source.asked.containsKey(piece);
            if (may && one.getValue() <= since) {
                best = piece;
                since = one.getValue();
            }
        }
        return best;
    }

    /** How long the quickest source takes, of those that answered; 0 if none has. */
    private long quickest(@Nullable Source but) {
        return sources.values().stream()
                .filter(source -> source != but && source.meanNanos > 0)
                .mapToLong(source -> source.meanNanos)
                .min()
                .orElse(0);
    }

    /**
     * A source has sent a piece, right or wrong.
     *
     * @return whether it has shown only now that it is slow
     */
    public boolean heard(S from, int piece, long nowNanos) {
        Source source = sources.get(from);
        Source.Asked asked = source == null ? null : source.asked.get(piece);
        if (source == null || asked == null) {
            return false;
        }
        long took = Math.max(1, nowNanos - asked.nanos());
        long each = Math.max(1, took / (1 + asked.ahead()));
        source.heardNanos = nowNanos;
        source.meanNanos = source.meanNanos == 0 ? each : (3 * source.meanNanos + each) / 4;
        if (took < PROMPT_NANOS) {
            source.window = Math.min(askedMax, source.window + 1);
        } else if (took > TARDY_NANOS) {
            source.window = Math.max(1, source.window / 2);
        }
        long quickest = quickest(source);
        boolean slow =
                quickest > 0
                        && source.meanNanos > SLOW_NANOS
                        && source.meanNanos > SLOW_TIMES * quickest;
        return slows(source, slow);
    }

    /** Whether a source shows only now that it is slow: it has not sent anything for long. */
    public boolean isSilent(S which, long nowNanos) {
        Source source = sources.get(which);
        if (source == null || source.slow || source.asked.isEmpty()) {
            return false;
        }
        long oldest = source.asked.values().iterator().next().nanos();
        boolean silent = nowNanos - Math.max(oldest, source.heardNanos) >= SILENT_NANOS;
        return silent && slows(source, true);
    }

    private static boolean slows(Source source, boolean slow) {
        boolean isNew = slow && !source.blamed;
        source.slow = slow;
        source.blamed |= slow;
        return isNew;
    }

    /** A piece that a source has sent is here, and is right. */
    public void took(S from, int piece) {
        forget(from, piece);
        if (lacking.get(piece)) {
            lacking.clear(piece);
            arrived.add(piece);
        }
    }

    /** A piece that a source has sent is not what it has to be. */
    public void wrong(S from, int piece) {
        refused(from, piece);
        Source source = sources.get(from);
        if (source != null) {
            source.barred.set(piece);
        }
    }

    /** A source does not have a piece any more. */
    public void refused(S from, int piece) {
        forget(from, piece);
        Source source = sources.get(from);
        if (source != null && source.has.get(piece)) {
            source.has.clear(piece);
            holders[piece]--;
        }
    }

    private void forget(S from, int piece) {
        Source source = sources.get(from);
        if (source != null) {
            source.asked.remove(piece);
        }
    }

    /** Whether a piece lacks. */
    public boolean isLacking(int piece) {
        return lacking.get(piece);
    }

    /** Whether nothing lacks. */
    public boolean isComplete() {
        return lacking.isEmpty();
    }

    /** Whether something lacks that no source has, and none was asked for. */
    public boolean isStuck() {
        return lacking.stream()
                .anyMatch(
                        piece ->
                                holders[piece] == 0
                                        && sources.values().stream()
                                                .noneMatch(one -> one.asked.containsKey(piece)));
    }

    /** Whether all of these bytes are here. */
    public boolean isHere(long from, long to) {
        int at = first(from);
        if (at > 0 && ends[at - 1] > from) {
            at--;
        }
        for (; at < starts.length && starts[at] < to; at++) {
            if (lacking.get(at)) {
                return false;
            }
        }
        return to <= bytes;
    }

    /** How many pieces have come. */
    public int arrivals() {
        return arrived.size();
    }

    /** What came behind so many pieces. */
    public Spans arrivedSince(int count) {
        Spans spans = new Spans();
        arrived.subList(count, arrived.size())
                .forEach(piece -> spans.add(starts[piece], ends[piece]));
        return spans;
    }

    /** All that is here. */
    public Spans here() {
        Spans spans = new Spans();
        long at = 0;
        for (int piece = lacking.nextSetBit(0); piece >= 0; piece = lacking.nextSetBit(piece + 1)) {
            if (starts[piece] > at) {
                spans.add(at, starts[piece]);
            }
            at = ends[piece];
        }
        if (bytes > at) {
            spans.add(at, bytes);
        }
        return spans;
    }
}
