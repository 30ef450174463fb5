package dev.dsync.engine.apply;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.FileEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file whose content must come before its action can be carried out.
 *
 * @param remote what the source listed
 * @param wanted the attributes it shall have
 * @param replaced what it takes the place of
 */
public record Awaited(Action action, FileEntry remote, Wanted wanted, @Nullable Entry replaced) {

    /** The file this action waits for, if it needs content. */
    public static Optional<Awaited> of(Action action) {
        return switch (action) {
            case Action.CreateFile file ->
                    Optional.of(new Awaited(file, file.remote(), file.wanted(), null));
            case Action.ReplaceContent content ->
                    Optional.of(
                            new Awaited(
                                    content, content.remote(), content.wanted(), content.local()));
            case Action.Replace replace when replace.create() instanceof Action.CreateFile file ->
                    Optional.of(
                            new Awaited(replace, file.remote(), file.wanted(), replace.local()));
            case Action.Replace _,
                    Action.CreateDirectory _,
                    Action.CreateSymlink _,
                    Action.CreateSpecial _,
                    Action.CreateLink _,
                    Action.CreateFrom _,
                    Action.MakeWay _,
                    Action.SetAttributes _,
                    Action.FinishDirectory _,
                    Action.Delete _,
                    Action.DeleteSkipped _,
                    Action.Blocked _,
                    Action.Keep _ ->
                    Optional.empty();
        };
    }

    /** The file that has to be fetched for this link, since what it leads to is not there. */
    public static Awaited unlinked(Action.CreateLink link, @Nullable Entry replaced) {
        var file = new Action.CreateFile(link.remote(), link.wanted(), link.change().transferred());
        Action action = replaced == null ? file : new Action.Replace(replaced, file);
        return new Awaited(action, link.remote(), link.wanted(), replaced);
    }

    /** Whether bits of the mode that are not wanted are those of the file replaced. */
    boolean keepsMode() {
        return replaced instanceof FileEntry;
    }
}
