package dev.dsync.io.fs;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The bytes of a file in memory, in pages, with holes where nothing was written. */
final class Content {
    static final int PAGE_BYTES = 4096;

    /** A page that is in this map is never written to again, so that copies share it. */
    private final NavigableMap<Long, byte[]> pages;

    private long size;

    Content() {
        this(new TreeMap<>(), 0);
    }

    private Content(NavigableMap<Long, byte[]> pages, long size) {
        this.pages = pages;
        this.size = size;
    }

    Content copy() {
        return new Content(new TreeMap<>(pages), size);
    }

    long size() {
        return size;
    }

    long allocated() {
        return (long) pages.size() * PAGE_BYTES;
    }

    /** How much {@link #allocated} grows if these bytes are written. */
    long growth(long position, int length) {
        long growth = 0;
        for (long page = position / PAGE_BYTES; page * PAGE_BYTES < position + length; page++) {
            growth += pages.containsKey(page) ? 0 : PAGE_BYTES;
        }
        return growth;
    }

    int read(long position, byte[] bytes, int offset, int length) {
        int count = (int) Math.max(0, Math.min(length, size - position));
        for (int done = 0; done < count; ) {
            long at = position + done;
            int within = (int) (at % PAGE_BYTES);
            int part = Math.min(count - done, PAGE_BYTES - within);
            byte[] page = pages.get(at / PAGE_BYTES);
            for (int i = 0; i < part; i++) {
                bytes[offset + done + i] = page == null ? 0 : page[within + i];
            }
            done += part;
        }
        return count;
    }

    void write(long position, byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = position + done;
            int within = (int) (at % PAGE_BYTES);
            int part = Math.min(length - done, PAGE_BYTES - within);
            byte[] old = pages.get(at / PAGE_BYTES);
            byte[] page = old == null ? new byte[PAGE_BYTES] : old.clone();
            System.arraycopy(bytes, offset + done, page, within, part);
            pages.put(at / PAGE_BYTES, page);
            done += part;
        }
        if (length > 0) {
            size = Math.max(size, position + length);
        }
    }

    /** Writes zeros over what is data between two positions. */
    void clear(long begin, long end) {
        long pagesEnd = (end + PAGE_BYTES - 1) / PAGE_BYTES;
        for (long page : List.copyOf(pages.subMap(begin / PAGE_BYTES, pagesEnd).keySet())) {
            long from = Math.max(begin, page * PAGE_BYTES);
            int length = (int) (Math.min(end, (page + 1) * PAGE_BYTES) - from);
            write(from, new byte[length], 0, length);
        }
    }

    void truncate(long newSize) {
        if (newSize < size) {
            pages.tailMap((newSize + PAGE_BYTES - 1) / PAGE_BYTES, true).clear();
            Map.Entry<Long, byte[]> last = pages.lastEntry();
            if (last != null && (last.getKey() + 1) * PAGE_BYTES > newSize) {
                byte[] page = new byte[PAGE_BYTES];
                int kept = (int) (newSize - last.getKey() * PAGE_BYTES);
                System.arraycopy(last.getValue(), 0, page, 0, kept);
                pages.put(last.getKey(), page);
            }
        }
        size = newSize;
    }

    long nextData(long position) {
        if (position >= size) {
            return -1;
        }
        Long page = pages.ceilingKey(position / PAGE_BYTES);
        return page == null ? -1 : Math.max(position, page * PAGE_BYTES);
    }

    long nextHole(long position) {
        if (position >= size) {
            return position;
        }
        long page = position / PAGE_BYTES;
        if (!pages.containsKey(page)) {
            return position;
        }
        while (pages.containsKey(page)) {
            page++;
        }
        return Math.min(size, page * PAGE_BYTES);
    }
}
