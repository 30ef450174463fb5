package dev.dsync.engine.mesh;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.session.Premises.Folder.Change;

/** A change somebody decided on when he knew what was there before. */
final class Noted implements Rewriting.Update {
    private final Change change;
    private boolean refused;

    /** A change that is to be noted. */
    Noted(Change change) {
        this.change = change;
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

    /** Whether something else was known by then. */
    boolean isRefused() {
        return refused;
    }
}
