package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The pages one store holds and another lacks, on their way: children before parents. */
final class PageCopy {
    private static final byte[] NOWHERE = {};

    private final PageKind kind;
    private final PageStore from;
    private final PageStore to;

    PageCopy(PageKind kind, PageStore from, PageStore to) {
        this.kind = kind;
        this.from = from;
        this.to = to;
    }

    void copy(Digest name, int level) throws IOException {
        if (to.contains(name)) {
            return;
        }
        byte[] page =
                from.find(name).orElseThrow(() -> new IOException("page " + name + " is missing"));
        if (level > 0) {
            for (Digest child : children(level, page)) {
                copy(child, level - 1);
            }
        }
        to.put(name, page);
    }

    private List<Digest> children(int level, byte[] page) throws IOException {
        List<Digest> names = new ArrayList<>();
        PageReader reader = new PageReader(kind);
        reader.open(level, page, page.length, NOWHERE, 0);
        while (reader.next()) {
            names.add(reader.name());
        }
        return names;
    }
}
