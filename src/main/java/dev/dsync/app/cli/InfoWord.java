package dev.dsync.app.cli;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word of rsync's {@code --info}, and up to which level it tells more. */
enum InfoWord {
    BACKUP(1),
    COPY(1),
    DEL(1),
    FLIST(2),
    MISC(2),
    MOUNT(1),
    NAME(2),
    NONREG(1),
    PROGRESS(2),
    REMOVE(1),
    SKIP(2),
    STATS(3),
    SYMSAFE(1);

    private static final Pattern WORD = Pattern.compile("([A-Za-z]+)(\\d?)");
    private static final String ALL = "ALL";
    private static final String NONE = "NONE";

    private final int highest;

    InfoWord(int highest) {
        this.highest = highest;
    }

    /** Whether it tells anything of what is done here. */
    boolean isHeeded() {
        return this == DEL || this == FLIST || this == NAME || this == PROGRESS || this == STATS;
    }

    /** The levels that words parted by commas ask for. */
    static Map<InfoWord, Integer> levels(byte[] value) throws UsageException {
        Map<InfoWord, Integer> levels = new EnumMap<>(InfoWord.class);
        for (String word : Latin.text(value).split(",", -1)) {
            if (!word.isEmpty()) {
                add(word, levels);
            }
        }
        return levels;
    }

    private static void add(String text, Map<InfoWord, Integer> levels) throws UsageException {
        Matcher word = WORD.matcher(text);
        if (!word.matches()) {
            throw unknown(text);
        }
        String name = word.group(1).toUpperCase(Locale.ROOT);
        int level = word.group(2).isEmpty() ? 1 : Integer.parseInt(word.group(2));
        List<InfoWord> meant = List.of(values());
        if (!name.equals(ALL) && !name.equals(NONE)) {
            Optional<InfoWord> one = meant.stream().filter(w -> w.name().equals(name)).findAny();
            meant = List.of(one.orElseThrow(() -> unknown(text)));
        }
        for (InfoWord one : meant) {
            levels.put(one, name.equals(NONE) ? 0 : Math.min(level, one.highest));
        }
    }

    private static UsageException unknown(String text) {
        List<String> heeded =
                Arrays.stream(values())
                        .filter(InfoWord::isHeeded)
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList();
        return new UsageException(
                "cannot use --info '"
                        + Latin.shown(text)
                        + "': it is none of rsync's words; use "
                        + String.join(", ", heeded)
                        + ", all or none, with or without a level, as in progress2");
    }
}
