package dev.dsync.core.merkle;

import java.util.BitSet;
import java.util.List;

/** A page put together from the steps of an answer and the records held. */
final class PageAssembly {
    private final PageKind kind;
    private final int level;
    private final PageReader reader;
    private final ByteBuilder page = new ByteBuilder();
    private final BitSet literal = new BitSet();

    private PageAssembly(PageKind kind, int level) throws MalformedPageException {
        this.kind = kind;
        this.level = level;
        reader = new PageReader(kind);
        reader.open(level, page.raw(), 0, new byte[0], 0);
    }

    /**
     * Follows the steps.
     *
     * @param directory length of the page's directory in the paths of the records held
     * @throws MalformedPageException if they do not give a page, as also happens when sketches
     *     collide
     */
    static PageAssembly of(
            PageKind kind, int level, RecordReader steps, List<HeldRecord> held, int directory)
            throws MalformedPageException {
        PageAssembly assembly = new PageAssembly(kind, level);
        long at = 0;
        while (!steps.atEnd()) {
            at += Varint.unzigzag(steps.varint());
            int take = (int) steps.varint(PageLimits.RECORDS_MAX, "records to take");
            if (at < 0 || at + take > held.size()) {
                throw steps.malformed("records beyond those sketched");
            }
            for (int i = 0; i < take; i++) {
                assembly.append(held.get((int) at++).below(directory));
            }
            int length = steps.length(PageLimits.BYTES_MAX, "records");
            int from = steps.skip(length);
            assembly.append(steps.bytes(), from, length);
        }
        return assembly;
    }

    private void append(HeldRecord record) throws MalformedPageException {
        if (kind.hasPaths()) {
            byte[] path = record.path();
            int shared = PathBytes.shared(reader.path(), reader.pathLength(), path, path.length);
            page.varint(shared);
            if (level > 0) {
                page.varint(record.directory());
            }
            page.varint(path.length - shared);
            page.put(path, shared, path.length - shared);
        }
        page.put(record.tail(), 0, record.tail().length);
        read();
    }

    private void append(byte[] bytes, int offset, int length) throws MalformedPageException {
        page.put(bytes, offset, length);
        int before = reader.count();
        read();
        literal.set(before, reader.count());
    }

    private void read() throws MalformedPageException {
        if (page.length() > PageLimits.BYTES_MAX) {
            throw new MalformedPageException("page over " + PageLimits.BYTES_MAX, page.length());
        }
        reader.extend(page.raw(), page.length());
        while (reader.hasMore()) {
            reader.next();
        }
    }

    /** The bytes of the page. */
    byte[] page() {
        return page.take();
    }

    /** Whether the record at this index came with the answer. */
    boolean isLiteral(int record) {
        return literal.get(record);
    }
}
