package dev.dsync.core.filter;

import java.util.List;

/**
 * How far a listing reaches, but for what it starts from.
 *
 * @param recursive directories are listed with all beneath them
 * @param directories without {@code recursive}: directories are listed, but not what is in them
 *     ({@code -d})
 * @param oneFileSystem directories on another file system are listed empty ({@code -x})
 * @param relative sources keep the whole path that was typed ({@code -R})
 * @param rules filter rules in order, each as {@code --filter} takes it
 * @param top the directory the sources' names begin at is listed itself, without what is in it
 *     ({@code -R ./name})
 * @param withoutEmpty directories with nothing but directories beneath them are not listed ({@code
 *     -m})
 * @param withoutMissing sources that are not there are none ({@code --ignore-missing-args})
 * @param safeLinks symbolic links that lead out of the listing are left alone ({@code
 *     --safe-links})
 */
public record Scope(
        boolean recursive,
        boolean directories,
        boolean oneFileSystem,
        boolean relative,
        List<String> rules,
        boolean top,
        boolean withoutEmpty,
        boolean withoutMissing,
        boolean safeLinks) {
    /** Everything. */
    public static final Scope ALL = new Scope(true, false, false, false, List.of());

    /** What reaches so far, and nothing else is asked of it. */
    public Scope(
            boolean recursive,
            boolean directories,
            boolean oneFileSystem,
            boolean relative,
            List<String> rules) {
        this(recursive, directories, oneFileSystem, relative, rules, false, false, false, false);
    }

    public Scope {
        rules = List.copyOf(rules);
    }
}
