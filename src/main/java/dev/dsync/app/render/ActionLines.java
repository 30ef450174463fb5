package dev.dsync.app.render;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Change;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Kind;
import java.util.Objects;
import java.util.Optional;

/** Actions as the lines rsync prints for them under {@code -i} and {@code -v}. */
public final class ActionLines {
    private final Direction direction;
    private final boolean showsUnchanged;

    /**
     * Lines for one run.
     *
     * @param showsUnchanged {@code -ii}: also what needs nothing
     */
    public ActionLines(Direction direction, boolean showsUnchanged) {
        this.direction = Objects.requireNonNull(direction);
        this.showsUnchanged = showsUnchanged;
    }

    /** The line of {@code -i}; none for actions that are not itemized. */
    public Optional<String> itemized(Action action) {
        return switch (action) {
            case Action.Create create -> Optional.of(item(create));
            case Action.Replace replace -> replaced(replace);
            case Action.ReplaceContent content ->
                    Optional.of(item(content.remote(), content.change()));
            case Action.SetAttributes attributes ->
                    Optional.of(item(attributes.remote(), attributes.change()));
            case Action.Delete delete -> Optional.of("*deleting   " + name(delete.local()));
            case Action.Keep keep ->
                    showsUnchanged
                            ? Optional.of(item(keep.remote(), unchanged(keep.remote())))
                            : Optional.empty();
            case Action.FinishDirectory _, Action.DeleteSkipped _, Action.Blocked _ ->
                    Optional.empty();
        };
    }

    private Optional<String> replaced(Action.Replace replace) {
        boolean hidden =
                replace.create() instanceof Action.CreateLink link
                        && link.relinks()
                        && !link.change().isAny()
                        && !showsUnchanged;
        return hidden ? Optional.empty() : Optional.of(item(replace.create()));
    }

    private static Change unchanged(Entry entry) {
        return entry instanceof Entry.FileEntry file && file.leader() != null
                ? Change.LINKED
                : Change.NONE;
    }

    /**
     * The line of {@code -v}; none where only attributes of something that is no directory change.
     */
    public Optional<String> named(Action action) {
        return switch (action) {
            case Action.Create create -> Optional.of(name(create.remote()) + suffix(create));
            case Action.Replace replace ->
                    Optional.of(name(replace.create().remote()) + suffix(replace.create()));
            case Action.ReplaceContent content -> Optional.of(name(content.remote()));
            case Action.SetAttributes attributes ->
                    attributes.remote().kind() == Kind.DIRECTORY
                            ? Optional.of(name(attributes.remote()))
                            : Optional.empty();
            case Action.Delete delete -> Optional.of("deleting " + name(delete.local()));
            case Action.FinishDirectory _,
                    Action.DeleteSkipped _,
                    Action.Blocked _,
                    Action.Keep _ ->
                    Optional.empty();
        };
    }

    private String item(Action.Create create) {
        return Itemize.letters(create.change(), create.remote().kind(), direction)
                + ' '
                + name(create.remote())
                + suffix(create);
    }

    private String item(Entry entry, Change change) {
        return Itemize.letters(change, entry.kind(), direction) + ' ' + name(entry) + target(entry);
    }

    /** What follows the name: where a link points, or whose hard link a file becomes. */
    private static String suffix(Action.Create create) {
        return create instanceof Action.CreateLink link && !link.relinks()
                ? " => " + link.leader()
                : target(create.remote());
    }

    private static String target(Entry entry) {
        return entry instanceof Entry.SymlinkEntry link ? " -> " + link.target() : "";
    }

    /** The path, escaped, of a directory with a slash behind. */
    private static String name(Entry entry) {
        return entry.kind() == Kind.DIRECTORY ? entry.path() + "/" : entry.path().toString();
    }
}
