package dev.dsync.core.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of bytes of a file, as the spans it consists of. */
public final class Spans {
    /** Where spans begin, and where they end; no two touch. */
    private final TreeMap<Long, Long> ends = new TreeMap<>();

    /**
     * Bytes one behind the other.
     *
     * @param to behind the last of them
     */
    public record Span(long from, long to) {}

    /** Adds bytes, whether they are in it or not; the answer is the span they are part of now. */
    public Span add(long from, long to) {
        long first = from;
        long last = to;
        Map.Entry<Long, Long> before = ends.floorEntry(to);
        while (before != null && before.getValue() >= first) {
            first = Math.min(first, before.getKey());
            last = Math.max(last, before.getValue());
            ends.remove(before.getKey());
            before = ends.floorEntry(to);
        }
        ends.put(first, last);
        return new Span(first, last);
    }

    /** Whether it has all of these bytes. */
    public boolean covers(long from, long to) {
        Map.Entry<Long, Long> before = ends.floorEntry(from);
        return before != null && before.getValue() >= to;
    }

    /** The spans, in order. */
    public List<Span> list() {
        List<Span> list = new ArrayList<>();
        ends.forEach((from, to) -> list.add(new Span(from, to)));
        return list;
    }
}
