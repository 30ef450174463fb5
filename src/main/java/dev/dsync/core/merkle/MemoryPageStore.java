package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages in memory, with about 70 bytes of overhead each. */
public final class MemoryPageStore implements PageStore {
    private static final int WORDS = 4;

    /** Few, for the stores that hold the one page of a small file's manifest. */
    private static final int SLOTS = 4;

    /** Open addressing; a name's words lie at four times its slot. */
    private byte[] @Nullable [] pages = new byte[SLOTS][];

    private long[] names = new long[SLOTS * WORDS];
    private int count;
    private long bytes;

    @Override
    public Optional<byte[]> find(Digest name) {
        return Optional.ofNullable(pages[slot(name)]);
    }

    @Override
    public boolean contains(Digest name) {
        return pages[slot(name)] != null;
    }

    @Override
    public void put(Digest name, byte[] page) {
        int slot = slot(name);
        if (pages[slot] != null) {
            return;
        }
        if (count * 3L >= pages.length * 2L) {
            grow();
            slot = slot(name);
        }
        set(slot, name, page);
        count++;
        bytes += page.length;
    }

    /** Pages held. */
    public int count() {
        return count;
    }

    /** Bytes of all pages held. */
    public long bytes() {
        return bytes;
    }

    private void set(int slot, Digest name, byte[] page) {
        pages[slot] = page;
        names[slot * WORDS] = name.a();
        names[slot * WORDS + 1] = name.b();
        names[slot * WORDS + 2] = name.c();
        names[slot * WORDS + 3] = name.d();
    }

    /**
     * Where the page is, or the free slot where it would go. A name is uniform, so its first word
     * is its hash.
     */
    private int slot(Digest name) {
        int mask = pages.length - 1;
        int slot = (int) name.a() & mask;
        while (pages[slot] != null && !isAt(slot, name)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int slot, Digest name) {
        int at = slot * WORDS;
        return names[at] == name.a()
                && names[at + 1] == name.b()
                && names[at + 2] == name.c()
                && names[at + 3] == name.d();
    }

    private void grow() {
        byte[] @Nullable [] oldPages = pages;
        long[] oldNames = names;
        pages = new byte[oldPages.length * 2][];
        names = new long[oldNames.length * 2];
        for (int i = 0; i < oldPages.length; i++) {
            byte[] page = oldPages[i];
            if (page != null) {
                int at = i * WORDS;
                Digest name =
                        new Digest(
                                oldNames[at], oldNames[at + 1], oldNames[at + 2], oldNames[at + 3]);
                set(slot(name), name, page);
            }
        }
    }
}
