package dev.dsync.engine.apply;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.RelPath;
import java.util.ArrayList;
import java.util.List;

/** What comes of actions while they are carried out. */
final class Outcome {
    private final List<Item> items = new ArrayList<>();
    private final List<RelPath> finished = new ArrayList<>();
    private final List<Awaited> unlinked = new ArrayList<>();

    /** This is to be reported. */
    void tell(Item item) {
        items.add(item);
    }

    /** A directory has the attributes it shall have. */
    void finish(RelPath directory) {
        finished.add(directory);
    }

    /** A file could not be made of what is here, and is to be fetched. */
    void await(Awaited file) {
        unlinked.add(file);
    }

    /** All of it. */
    Applier.Applied applied() {
        return new Applier.Applied(items, finished, unlinked);
    }
}
