package dev.dsync.engine.mesh;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.session.Premises.Folder.Change;

/** A change that a link has decided on when it knew what was there before. */
final class Taken implements Rewriting.Update {
    private final Change change;
    private boolean refused;

    Taken(Change change) {
        this.change = change;
    }

    Change change() {
        return change;
    }

    @Override
    public RelPath path() {
        return change.path();
    }

    @Override
    public Known apply(Known before) {
        refused = !before.equals(change.before());
        return refused ? before : change.after();
    }

    @Override
    public void refuse() {
        refused = true;
    }

    /** Whether something else was known by now, and still is. */
    boolean isRefused() {
        return refused;
    }
}
