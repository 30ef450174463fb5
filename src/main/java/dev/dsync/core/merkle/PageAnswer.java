package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a holder of pages sends for a {@link PageRequest}.
 *
 * <p>The page first, then in order those of its children that no sketch covered, each with its
 * length before it. A page is a sequence of steps: how far to go on among the sketches, how many
 * records to take there, how many bytes of records follow, and these.
 */
final class PageAnswer {
    private static final byte[] NO_PATH = {};

    private final PageReader reader;
    private final ByteBuilder out = new ByteBuilder();
    private final ByteBuilder steps = new ByteBuilder();
    private final ByteBuilder literal = new ByteBuilder();
    private int at;
    private int take;
    private int taken;

    private PageAnswer(PageKind kind) {
        reader = new PageReader(kind);
    }

    /** See {@link PageRequest#answer}. */
    static byte[] encode(PageKind kind, PageStore store, PageRequest request, int bytesMax)
            throws IOException {
        PageAnswer answer = new PageAnswer(kind);
        List<Child> children = new ArrayList<>();
        int level = request.level();
        answer.page(
                page(store, request.name()), level, NO_PATH, 0, request, request.own(), children);
        if (isAlone(kind, request)) {
            return answer.out.take();
        }
        for (Child child : children) {
            if (answer.out.length() >= bytesMax) {
                break;
            }
            byte[] page = page(store, child.name());
            answer.page(
                    page,
                    level - 1,
                    child.path(),
                    child.directory(),
                    request,
                    request.below(),
                    new ArrayList<>());
        }
        return answer.out.take();
    }

    /**
     * Whether no child is sent along: most records of a manifest's leaf are held by whoever holds
     * others of its leaves, and chunk names do not become smaller.
     */
    private static boolean isAlone(PageKind kind, PageRequest request) {
        return !kind.hasPaths()
                && request.level() == 1
                && request.own().length > 0
                && request.below().length == 0;
    }

    private static byte[] page(PageStore store, Digest name) throws IOException {
        return store.find(name).orElseThrow(() -> new IOException("page " + name + " is not held"));
    }

    /** A child that no sketch covered, with its place relative to the page asked for. */
    private static final class Child {
        private final Digest name;
        private final byte[] path;
        private final int directory;

        Child(PageReader parent) {
            name = parent.name();
            path = Arrays.copyOf(parent.path(), parent.pathLength());
            directory = parent.directory();
        }

        Digest name() {
            return name;
        }

        byte[] path() {
            return path;
        }

        int directory() {
            return directory;
        }
    }

    private void page(
            byte[] page,
            int level,
            byte[] path,
            int directory,
            PageRequest request,
            int[] sketches,
            List<Child> children)
            throws MalformedPageException {
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < sketches.length; i++) {
            places.putIfAbsent(sketches[i], i);
        }
        steps.clear();
        at = 0;
        reader.open(level, page, page.length, path, directory);
        int start = 0;
        while (reader.next()) {
            HeldRecord record = sketches.length == 0 ? null : HeldRecord.of(reader, NO_PATH, 0);
            Integer place = record == null ? null : places.get(request.sketch(record));
            if (place == null) {
                literal.put(page, start, reader.end() - start);
                if (level > 0) {
                    children.add(new Child(reader));
                }
            } else {
                take(place);
            }
            start = reader.end();
        }
        flush();
        out.varint(steps.length());
        out.put(steps.raw(), 0, steps.length());
    }

    private void take(int place) {
        if (literal.length() > 0 || place != take + taken) {
            flush();
            take = place;
        }
        taken++;
    }

    private void flush() {
        if (taken > 0 || literal.length() > 0) {
            steps.varint(Varint.zigzag(taken == 0 ? 0 : take - at));
            steps.varint(taken);
            steps.varint(literal.length());
            steps.put(literal.raw(), 0, literal.length());
            at = taken == 0 ? at : take + taken;
        }
        taken = 0;
        literal.clear();
    }
}
