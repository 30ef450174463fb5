package dev.dsync.engine.session;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.wire.Message.ReportLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is told of a plan that is not carried out. */
final class Items {
    private Items() {}

    /** The item this action would give, if it gives one. */
    static Optional<Item> of(Action action) {
        return switch (action) {
            case Action.Create create ->
                    Optional.of(new Item.Changed(create.remote(), create.change(), 0));
            case Action.Replace replace -> Optional.of(replaced(replace));
            case Action.ReplaceContent content ->
                    Optional.of(new Item.Changed(content.remote(), content.change(), 0));
            case Action.SetAttributes set ->
                    Optional.of(new Item.Changed(set.remote(), set.change(), 0));
            case Action.Delete delete ->
                    Optional.of(new Item.Deleted(delete.path(), delete.local().kind()));
            case Action.Blocked blocked -> Optional.of(new Item.Failed(blocked.problem()));
            case Action.Keep keep -> Optional.of(new Item.Unchanged(keep.remote()));
            case Action.FinishDirectory _, Action.DeleteSkipped _, Action.MakeWay _ ->
                    Optional.empty();
        };
    }

    private static Item replaced(Action.Replace replace) {
        if (!(replace.create() instanceof Action.CreateLink link) || !link.relinks()) {
            return new Item.Changed(replace.create().remote(), replace.change(), 0);
        }
        // As rsync tells it of a link that is there already, as long as nothing is done.
        return link.change().isAny()
                ? new Item.Changed(link.remote().alone(), link.change(), 0)
                : new Item.Unchanged(link.remote());
    }

    /** What is told of problems. */
    static List<Item> failed(List<Problem> problems) {
        return problems.stream().<Item>map(Item.Failed::new).toList();
    }

    /** Those of the items that are to be told at this level. */
    static List<Item> at(ReportLevel level, List<Item> items) {
        List<Item> told = new ArrayList<>();
        for (Item item : items) {
            boolean tell =
                    switch (item) {
                        case Item.Failed _ -> true;
                        case Item.Changed changed ->
                                level == ReportLevel.ALL
                                        || (level == ReportLevel.CHANGES
                                                && !changed.isAsElsewhere());
                        case Item.Deleted _ -> level != ReportLevel.PROBLEMS;
                        case Item.Unchanged _ -> level == ReportLevel.ALL;
                    };
            if (tell) {
                told.add(item);
            }
        }
        return told;
    }
}
