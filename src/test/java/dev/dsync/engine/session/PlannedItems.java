package dev.dsync.engine.session;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Item;
import java.util.Optional;

/** What a dry run tells of actions, for tests of what is shown of it. */
public final class PlannedItems {
    private PlannedItems() {}

    /** The item this action would give, if it gives one. */
    public static Optional<Item> of(Action action) {
        return Items.of(action);
    }
}
