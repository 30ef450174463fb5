package dev.dsync.app.cli;

import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.session.SyncEvent;
import java.util.Optional;

/** The line that tells which directories are made for a destination. */
final class CreatedLine {
    private CreatedLine() {}

    /** The line of a run, where any are made and lines are shown. */
    static Optional<String> of(SyncEvent.Placed placed, Order order) {
        ViewOptions view = order.view();
        boolean speaks =
                view.itemize() > 0 || view.info().names() > 0 || view.formats().out() != null;
        if (placed.missing() == 0 || !speaks || view.lists() || view.quiet() || view.json()) {
            return Optional.empty();
        }
        String made = made(order.run().destination().path(), placed.rename() != null);
        if (!order.run().makePath()) {
            return Optional.of("created directory " + made);
        }
        String directories = placed.missing() == 1 ? " directory for " : " directories for ";
        return Optional.of("created " + placed.missing() + directories + made);
    }

    /**
     * The last directory that is made.
     *
     * @param parent whether the destination is a name in it
     */
    private static String made(TypedPath destination, boolean parent) {
        String path = destination.toString();
        if (parent) {
            path = path.substring(0, path.lastIndexOf('/') + 1);
        }
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }
}
