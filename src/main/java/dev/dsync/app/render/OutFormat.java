package dev.dsync.app.render;

import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line for each item as the user wants it: rsync's {@code --out-format}. */
public final class OutFormat {
    private static final Pattern ESCAPE = Pattern.compile("%(['-]*)(\\d{0,4})([a-zA-Z%])");
    private static final DateTimeFormatter MODIFIED =
            DateTimeFormatter.ofPattern("uuuu/MM/dd-HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter NOW =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);
    private static final Attributes NOTHING = new Attributes(0, new Timestamp(0, 0), 0, 0);

    /** By the number of apostrophes in an escape. */
    private static final List<Figures> FIGURES =
            List.of(Figures.PLAIN, Figures.GROUPED, Figures.THOUSANDS, Figures.BINARY);

    private static final String LETTERS = "rwxrwxrwx";

    /** What only a daemon knows, and checksums that are not made. */
    private static final String NOT_GIVEN = "acChmPu";

    private final String text;
    private final boolean itemizes;
    private final boolean tellsDeletes;

    private OutFormat(String text) {
        this.text = text;
        this.itemizes = uses(text, 'i');
        this.tellsDeletes = itemizes || uses(text, 'o');
    }

    /** What of a run is the same in all its lines. */
    public record Setting(ItemLines lines, Direction direction, Source source, long process) {}

    /**
     * Where what is listed comes from, as a line shows it.
     *
     * @param sends whether that is this machine
     * @param base what stands before the path in the listing; empty for nothing
     */
    public record Source(boolean sends, String base) {}

    /** The first escape of a format that cannot be given; empty if each can. */
    public static Optional<String> notGiven(String text) {
        return ESCAPE.matcher(text)
                .results()
                .map(escape -> escape.group(3))
                .filter(NOT_GIVEN::contains)
                .map("%"::concat)
                .findFirst();
    }

    /** Whether the escape stands in a format. */
    public static boolean uses(String text, char letter) {
        return ESCAPE.matcher(text)
                .results()
                .anyMatch(escape -> escape.group(3).charAt(0) == letter);
    }

    /** A format of which each escape can be given; letters that are none are shown as they are. */
    public static OutFormat of(String text) {
        return new OutFormat(text);
    }

    /** Whether it shows what changes in an entry, and so is for entries without change, too. */
    public boolean itemizes() {
        return itemizes;
    }

    /** The line for an item, which may have none; of what is deleted, as rsync has it. */
    public Optional<String> line(Item item, Setting setting, Instant now, ZoneId zone) {
        ItemLines lines = setting.lines();
        if (item instanceof Item.Deleted && !tellsDeletes) {
            return lines.named(item);
        }
        boolean shown = (itemizes ? lines.itemized(item) : lines.named(item)).isPresent();
        return shown ? Optional.of(filled(item, setting, now, zone)) : Optional.empty();
    }

    private String filled(Item item, Setting setting, Instant now, ZoneId zone) {
        Matcher escapes = ESCAPE.matcher(text);
        StringBuilder line = new StringBuilder();
        while (escapes.find()) {
            char letter = escapes.group(3).charAt(0);
            int groups = (int) escapes.group(1).chars().filter(c -> c == '\'').count();
            String value =
                    switch (letter) {
                        case '%' -> "%";
                        case 'l' -> figures(groups).bytes(size(item));
                        case 'b' -> figures(groups).bytes(literal(item));
                        case 't' -> NOW.format(ZonedDateTime.ofInstant(now, zone));
                        case 'M' -> MODIFIED.format(modified(item).atZone(zone));
                        default -> value(letter, item, setting);
                    };
            String padded = padded(value == null ? escapes.group() : value, escapes);
            escapes.appendReplacement(line, Matcher.quoteReplacement(padded));
        }
        return escapes.appendTail(line).toString();
    }

    private static String padded(String value, Matcher escape) {
        int width = escape.group(2).isEmpty() ? 0 : Integer.parseInt(escape.group(2));
        String room = " ".repeat(Math.max(0, width - value.length()));
        return escape.group(1).contains("-") ? value + room : room + value;
    }

    /** What stands for a letter; null if it is no escape. */
    private static @Nullable String value(char letter, Item item, Setting setting) {
        Attributes attributes = attributes(item);
        return switch (letter) {
            case 'i' -> letters(item, setting.direction());
            case 'n' -> setting.lines().name(item);
            case 'L' -> setting.lines().suffix(item);
            case 'f' -> file(item, setting);
            case 'o' -> operation(item, setting.source());
            case 'B' -> permissions(attributes.mode());
            case 'U' -> Integer.toUnsignedString(attributes.uid());
            case 'G' -> Integer.toUnsignedString(attributes.gid());
            case 'p' -> Long.toString(setting.process());
            default -> null;
        };
    }

    private static Figures figures(int groups) {
        return FIGURES.get(Math.min(groups, FIGURES.size() - 1));
    }

    private static String letters(Item item, Direction direction) {
        return switch (item) {
            case Item.Changed changed ->
                    Itemize.letters(changed.change(), changed.entry().kind(), direction);
            case Item.Unchanged same ->
                    Itemize.letters(
                            ItemLines.unchanged(same.entry()), same.entry().kind(), direction);
            case Item.Deleted _ -> "*deleting  ";
            case Item.Failed _ -> "";
        };
    }

    private static String operation(Item item, Source source) {
        if (item instanceof Item.Deleted) {
            return "del.";
        }
        return source.sends() ? "send" : "recv";
    }

    private static String file(Item item, Setting setting) {
        String base = setting.source().base();
        String renamed = setting.lines().sourceName();
        String path = item.path().isRoot() ? "." : item.path().toString();
        boolean plain = item instanceof Item.Deleted || base.isEmpty();
        return plain ? path : base + "/" + (renamed == null ? path : renamed);
    }

    private static @Nullable Entry entry(Item item) {
        return switch (item) {
            case Item.Changed changed -> changed.entry();
            case Item.Unchanged same -> same.entry();
            case Item.Deleted _, Item.Failed _ -> null;
        };
    }

    static Attributes attributes(Item item) {
        Entry entry = entry(item);
        if (entry == null) {
            return NOTHING;
        }
        Attributes told = entry.attributes();
        return entry instanceof Entry.SymlinkEntry
                ? new Attributes(0777, told.modified(), told.uid(), told.gid())
                : told;
    }

    static Instant modified(Item item) {
        Timestamp time = attributes(item).modified();
        return Instant.ofEpochSecond(time.seconds(), time.nanos());
    }

    /** Nothing for directories, of which no size is told. */
    static long size(Item item) {
        return switch (entry(item)) {
            case Entry.FileEntry file -> file.size();
            case Entry.SymlinkEntry link -> link.target().length();
            case Entry.DirectoryEntry _, Entry.SpecialEntry _ -> 0;
            case null -> 0;
        };
    }

    private static long literal(Item item) {
        return item instanceof Item.Changed changed ? changed.literal() : 0;
    }

    static String permissions(int mode) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < LETTERS.length(); i++) {
            boolean set = ((mode >> (LETTERS.length() - 1 - i)) & 1) != 0;
            shown.append(set ? LETTERS.charAt(i) : '-');
        }
        mark(shown, 2, (mode & 04000) != 0, 's');
        mark(shown, 5, (mode & 02000) != 0, 's');
        mark(shown, 8, (mode & 01000) != 0, 't');
        return shown.toString();
    }

    private static void mark(StringBuilder shown, int at, boolean set, char letter) {
        if (set) {
            boolean executable = shown.charAt(at) == 'x';
            shown.setCharAt(at, executable ? letter : Character.toUpperCase(letter));
        }
    }
}
