package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns the pages of a remote sequence that a store lacks, from the top down. Who drives it sends
 * what {@link #wanted} gives out and feeds the answers back in any order. Parents are put into the
 * store once everything beneath them is there, so one that holds a page holds all of it.
 */
public final class PageDescent {
    private static final int[] NONE = {};

    /** Records of a manifest that are sketched to save a flight. */
    private static final int FEW_RECORDS = 512;

    /** How much further than by the difference of their sizes things may have moved. */
    private static final long SLACK_BYTES = 128 << 10;

    /** Bytes of the steps that give a page: its records, and what stands between them. */
    private static final int STEPS_MAX = PageLimits.BYTES_MAX + PageLimits.RECORDS_MAX * 16;

    private final PageKind kind;
    private final PageStore store;
    private final PageRoot local;

    /** How far from where it was a record without path is looked for. */
    private final long slackBytes;

    private final PageName names = new PageName();
    private final PageReader reader;
    private final Map<Digest, Missing> missing = new HashMap<>();

    /**
     * By level; deeper ones go first, so that few parents wait in memory when the limit is small.
     */
    private final List<Deque<Missing>> queues = new ArrayList<>();

    /** A page on its way. */
    private static final class Missing {
        final PageRoot root;
        final PageRange range;
        final List<Missing> parents = new ArrayList<>();
        byte @Nullable [] page;
        int children;
        boolean whole;

        Missing(PageRoot root, PageRange range) {
            this.root = root;
            this.range = range;
        }
    }

    /**
     * Begins a descent.
     *
     * @param local the sequence in the store that is likely most like the remote one, or an empty
     *     one
     */
    public PageDescent(PageKind kind, PageStore store, PageRoot local, PageRoot remote)
            throws IOException {
        this.kind = kind;
        this.store = store;
        this.local = local;
        slackBytes = Math.abs(local.bytes() - remote.bytes()) + SLACK_BYTES;
        reader = new PageReader(kind);
        for (int level = 0; level <= remote.level(); level++) {
            queues.add(new ArrayDeque<>());
        }
        if (!store.contains(remote.name())) {
            want(new Missing(remote, new PageRange(new byte[0], 0, null, 0, remote.bytes())));
        } else if (!remote.equals(local)) {
            checkHeld(remote);
        }
    }

    /** Refuses a root that is said to be another than the page of its name here. */
    private void checkHeld(PageRoot root) throws IOException {
        byte[] page = store.find(root.name()).orElseThrow();
        if (!names.of(kind, root.level(), page, page.length).equals(root.name())) {
            throw new MalformedPageException("page is not the one named", 0);
        }
        reader.open(root.level(), page, page.length, new byte[0], 0);
        boolean more = true;
        while (more) { // what it says of all its records is known behind the last
            more = reader.next();
        }
        if (reader.entriesTotal() != root.entries() || reader.bytesTotal() != root.bytes()) {
            throw reader.malformed("page is not of the size its root says");
        }
    }

    private void want(Missing page) {
        missing.put(page.root.name(), page);
        queues.get(page.root.level()).add(page);
    }

    /** Up to {@code limit} requests not given out before; none does not mean that all is here. */
    public List<PageRequest> wanted(int limit) throws IOException {
        List<PageRequest> requests = new ArrayList<>();
        for (Deque<Missing> queue : queues) {
            while (requests.size() < limit && !queue.isEmpty()) {
                Missing page = queue.remove();
                if (page.page == null && missing.get(page.root.name()) == page) {
                    requests.add(request(page));
                }
            }
        }
        return requests;
    }

    private PageRequest request(Missing page) throws IOException {
        int level = page.root.level();
        boolean sketched = !page.whole && local.entries() > 0;
        int[] own = sketched ? sketches(page, level) : NONE;
        return PageRequest.of(page.root.name(), level, own, sketched ? below(page) : NONE);
    }

    /**
     * Records of leaves beneath a parent are more bytes to name than the few leaves that differ are
     * to send; those of a manifest not, unless there are many, and then its leaves are asked for by
     * themselves.
     */
    private int[] below(Missing page) throws IOException {
        int level = page.root.level();
        if (level >= 2) {
            return sketches(page, level - 1);
        }
        boolean few = !kind.hasPaths() && level == 1 && page.root.entries() <= FEW_RECORDS;
        int[] below = few ? sketches(page, 0) : NONE;
        return below.length <= 2 * FEW_RECORDS ? below : NONE;
    }

    private int[] sketches(Missing page, int level) throws IOException {
        List<HeldRecord> records = held(page.range, level);
        int[] sketches = new int[records.size()];
        for (int i = 0; i < sketches.length; i++) {
            sketches[i] = records.get(i).sketch();
        }
        return sketches;
    }

    private List<HeldRecord> held(PageRange range, int level) throws IOException {
        return range.records(kind, store, local, level, slackBytes);
    }

    /**
     * Takes the answer to a request.
     *
     * @throws MalformedPageException if it is none, or a page is not what its parent says
     */
    public void supply(PageRequest request, byte[] answer) throws IOException {
        Missing page = missing.get(request.name());
        if (page == null || page.page != null) {
            return;
        }
        RecordReader in = new RecordReader(answer, 0, answer.length);
        PageAssembly assembly = assemble(page, in, page.range, request.level(), request.own(), 0);
        if (assembly == null) {
            queues.get(page.root.level()).add(page);
            return;
        }
        List<Child> children = accept(page, assembly.page());
        for (int i = 0; i < children.size() && !in.atEnd(); i++) {
            if (assembly.isLiteral(i)) {
                supplyChild(page.range, children.get(i), request, in);
            }
        }
        in.finish();
    }

    private void supplyChild(PageRange range, Child place, PageRequest request, RecordReader in)
            throws IOException {
        Missing child = missing.get(place.name());
        if (child == null || child.page != null) {
            in.skip(in.length(STEPS_MAX, "page"));
            return;
        }
        PageAssembly assembly =
                assemble(child, in, range, request.level() - 1, request.below(), place.directory());
        if (assembly != null) {
            accept(child, assembly.page());
        }
    }

    /** The next page of an answer, or null if it came out wrong and has to be asked for whole. */
    private @Nullable PageAssembly assemble(
            Missing page,
            RecordReader in,
            PageRange range,
            int level,
            int[] sketches,
            int directory)
            throws IOException {
        int length = in.length(STEPS_MAX, "page");
        RecordReader steps = new RecordReader(in.bytes(), in.skip(length), length);
        List<HeldRecord> held = sketches.length == 0 ? List.of() : held(range, level);
        String wrong = "page is not the one named";
        try {
            PageAssembly assembly = PageAssembly.of(kind, level, steps, held, directory);
            if (isNamed(page, assembly.page())) {
                return assembly;
            }
        } catch (MalformedPageException e) {
            if (sketches.length == 0) {
                throw e;
            }
        }
        if (sketches.length == 0) {
            throw in.malformed(wrong);
        }
        page.whole = true;
        return null;
    }

    private boolean isNamed(Missing page, byte[] bytes) {
        return names.of(kind, page.root.level(), bytes, bytes.length).equals(page.root.name());
    }

    /**
     * Takes a whole page, asked for or not; one that is not missing is dropped.
     *
     * @throws MalformedPageException if it does not have that name, or is not what its parent says
     */
    public void supply(Digest name, byte[] page) throws IOException {
        Missing waiting = missing.get(name);
        if (waiting == null || waiting.page != null) {
            return;
        }
        if (!isNamed(waiting, page)) {
            throw new MalformedPageException("page is not the one named", 0);
        }
        accept(waiting, page);
    }

    /** A child of a page, and the length of its directory seen from the page's. */
    private record Child(Digest name, int directory) {}

    private List<Child> accept(Missing page, byte[] bytes) throws IOException {
        PageRoot root = page.root;
        PageRange range = page.range;
        check(page, bytes);
        List<Child> children = new ArrayList<>();
        page.page = bytes;
        reader.open(root.level(), bytes, bytes.length, range.first(), range.directory());
        Missing before = null;
        while (root.level() > 0 && reader.next()) {
            int base = range.directory() == 0 ? 0 : range.directory() + 1;
            children.add(new Child(reader.name(), Math.max(0, reader.directory() - base)));
            byte[] path = Arrays.copyOf(reader.path(), reader.pathLength());
            if (before != null) {
                before.range.endAt(path);
            }
            before = child(page, path);
        }
        if (page.children == 0) {
            complete(page);
        }
        return children;
    }

    /** Refuses a page that is not what its parent says, before anything is kept of it. */
    private void check(Missing page, byte[] bytes) throws MalformedPageException {
        PageRange range = page.range;
        reader.open(page.root.level(), bytes, bytes.length, range.first(), range.directory());
        boolean first = true;
        while (reader.next()) {
            if (first
                    && PathBytes.compare(
                                    reader.path(),
                                    reader.pathLength(),
                                    range.first(),
                                    range.first().length)
                            != 0) {
                throw reader.malformed("first path is not the parent's");
            }
            first = false;
        }
        if (reader.entriesTotal() != page.root.entries()
                || reader.bytesTotal() != page.root.bytes()) {
            throw reader.malformed("page is not of the size its parent says");
        }
    }

    /**
     * Notes the child the reader stands on, if it is not here; null if it is, or was noted before.
     */
    private @Nullable Missing child(Missing parent, byte[] path) throws IOException {
        PageRoot root =
                new PageRoot(reader.name(), reader.level() - 1, reader.entries(), reader.bytes());
        if (store.contains(root.name())) {
            return null;
        }
        Missing known = missing.get(root.name());
        if (known != null && !known.root.equals(root)) {
            throw reader.malformed("page of two sizes");
        }
        Missing child = known;
        if (child == null) {
            long start = parent.range.bytesStart() + reader.bytesTotal() - reader.bytes();
            child =
                    new Missing(
                            root,
                            new PageRange(
                                    path,
                                    reader.directory(),
                                    parent.range.end(),
                                    start,
                                    root.bytes()));
            want(child);
        }
        child.parents.add(parent);
        parent.children++;
        return known == null ? child : null;
    }

    private void complete(Missing page) throws IOException {
        byte[] bytes = page.page;
        if (bytes == null) {
            throw new IllegalStateException("page completed before it came");
        }
        store.put(page.root.name(), bytes);
        missing.remove(page.root.name());
        for (Missing parent : page.parents) {
            if (--parent.children == 0) {
                complete(parent);
            }
        }
    }

    /** Whether every page of the remote sequence is in the store. */
    public boolean isDone() {
        return missing.isEmpty();
    }
}
