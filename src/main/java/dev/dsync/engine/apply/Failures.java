package dev.dsync.engine.apply;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;

/** What is reported of an action that failed. */
final class Failures {
    private Failures() {}

    static Item item(Action action, IOException cause) {
        return new Item.Failed(
                new Problem(action.path(), kind(action, cause), Problem.reason(cause)));
    }

    private static Problem.Kind kind(Action action, IOException cause) {
        if (cause instanceof Placement.ChangedException) {
            return Problem.Kind.CHANGED_AT_TARGET;
        }
        if (action instanceof Action.Delete
                && cause instanceof FsException failure
                && failure.reason() == Reason.NOT_EMPTY) {
            return Problem.Kind.DIRECTORY_NOT_EMPTY;
        }
        return switch (action) {
            case Action.Create _, Action.MakeWay _ -> Problem.Kind.CREATE;
            case Action.ReplaceContent _, Action.Replace _ -> Problem.Kind.REPLACE;
            case Action.SetAttributes _, Action.FinishDirectory _ -> Problem.Kind.SET_ATTRIBUTES;
            case Action.Delete _, Action.DeleteSkipped _ -> Problem.Kind.DELETE;
            case Action.Blocked blocked -> blocked.problem().kind();
            case Action.Keep _ -> Problem.Kind.READ_ENTRY;
        };
    }

    /** Throws errors after which nothing else can succeed either. */
    static void throwFatal(IOException cause) throws IOException {
        if (cause instanceof FsException failure
                && (failure.reason() == Reason.NO_SPACE || failure.reason() == Reason.QUOTA)) {
            throw cause;
        }
    }
}
