package dev.dsync.app.render;

import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Kind;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of paths, as the lines rsync prints for them under {@code -i} and {@code -v}. */
public final class ItemLines {
    private static final DateTimeFormatter LISTED =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

    private final Direction direction;
    private final @Nullable String sourceName;

    /** Lines for a run in which content goes this way. */
    public ItemLines(Direction direction) {
        this(direction, null);
    }

    /**
     * Lines for a run in which content goes this way.
     *
     * @param sourceName what is shown for a single source that takes another name at the target
     */
    public ItemLines(Direction direction, @Nullable String sourceName) {
        this.direction = Objects.requireNonNull(direction);
        this.sourceName = sourceName;
    }

    /** The line of {@code -i}; none for what failed. */
    public Optional<String> itemized(Item item) {
        return switch (item) {
            case Item.Changed changed ->
                    Optional.of(
                            Itemize.letters(changed.change(), changed.entry().kind(), direction)
                                    + ' '
                                    + name(changed.entry())
                                    + suffix(changed));
            case Item.Unchanged same ->
                    Optional.of(
                            Itemize.letters(unchanged(same.entry()), same.entry().kind(), direction)
                                    + ' '
                                    + name(same.entry())
                                    + target(same.entry()));
            case Item.Deleted deleted -> Optional.of("*deleting   " + name(deleted));
            case Item.Failed _ -> Optional.empty();
        };
    }

    /**
     * The line of {@code -v}; none where only attributes of something that is no directory change.
     */
    public Optional<String> named(Item item) {
        return switch (item) {
            case Item.Changed changed ->
                    changed.change().update() == Change.Update.ATTRIBUTES
                                    && changed.entry().kind() != Kind.DIRECTORY
                            ? Optional.empty()
                            : Optional.of(name(changed.entry()) + suffix(changed));
            case Item.Unchanged same ->
                    same.entry().kind() == Kind.DIRECTORY
                            ? Optional.empty()
                            : Optional.of(name(same.entry()) + " is uptodate");
            case Item.Deleted deleted -> Optional.of("deleting " + name(deleted));
            case Item.Failed _ -> Optional.empty();
        };
    }

    /** The line of {@code -vv}: also of something of which only attributes change. */
    public Optional<String> namedFully(Item item) {
        return item instanceof Item.Changed changed
                ? Optional.of(name(changed.entry()) + suffix(changed))
                : named(item);
    }

    static Change unchanged(Entry entry) {
        return entry instanceof Entry.FileEntry file && file.leader() != null
                ? Change.LINKED
                : Change.NONE;
    }

    /** The line for an item in a listing: mode, size, time, name and target. */
    public Optional<String> listed(Item item, Figures figures, ZoneId zone) {
        if (!(item instanceof Item.Changed changed)) {
            return Optional.empty();
        }
        Entry entry = changed.entry();
        String named = name(entry);
        String path = named.endsWith("/") ? named.substring(0, named.length() - 1) : named;
        String size = figures.bytes(OutFormat.size(item));
        return Optional.of(
                letter(entry.kind())
                        + OutFormat.permissions(OutFormat.attributes(item).mode())
                        + " "
                        + " ".repeat(Math.max(0, sizeWidth(figures) - size.length()))
                        + size
                        + " "
                        + LISTED.format(OutFormat.modified(item).atZone(zone))
                        + " "
                        + (path.isEmpty() ? "." : path)
                        + target(entry));
    }

    private static int sizeWidth(Figures figures) {
        return figures == Figures.PLAIN ? 11 : 14;
    }

    private static char letter(Kind kind) {
        return switch (kind) {
            case FILE -> '-';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case FIFO -> 'p';
            case SOCKET -> 's';
            case CHARACTER_DEVICE -> 'c';
            case BLOCK_DEVICE -> 'b';
        };
    }

    /** What follows the name: where a link points, or whose hard link a file becomes. */
    private static String suffix(Item.Changed changed) {
        return changed.change().update() == Change.Update.LINK
                        && changed.entry() instanceof Entry.FileEntry file
                        && file.leader() != null
                ? " => " + file.leader()
                : target(changed.entry());
    }

    private static String target(Entry entry) {
        return entry instanceof Entry.SymlinkEntry link ? " -> " + link.target() : "";
    }

    /** What an item is of, as lines show it. */
    String name(Item item) {
        return switch (item) {
            case Item.Changed changed -> name(changed.entry());
            case Item.Unchanged same -> name(same.entry());
            case Item.Deleted deleted -> name(deleted);
            case Item.Failed failed -> failed.path().toString();
        };
    }

    /** What a single source is called at the source, where it takes another name; else null. */
    @Nullable String sourceName() {
        return sourceName;
    }

    /** What follows that name. */
    String suffix(Item item) {
        return switch (item) {
            case Item.Changed changed -> suffix(changed);
            case Item.Unchanged same -> target(same.entry());
            case Item.Deleted _, Item.Failed _ -> "";
        };
    }

    /** The path, escaped, of a directory with a slash behind. */
    private String name(Entry entry) {
        if (sourceName != null) {
            return sourceName;
        }
        return entry.kind() == Kind.DIRECTORY ? entry.path() + "/" : entry.path().toString();
    }

    private static String name(Item.Deleted deleted) {
        return deleted.kind() == Kind.DIRECTORY ? deleted.path() + "/" : deleted.path().toString();
    }
}
