package dev.dsync.core.plan;

import dev.dsync.core.tree.Kind;

/** How many entries of each kind; what rsync's statistics tell apart. */
public record KindCounts(long files, long directories, long symlinks, long devices, long specials) {
    /** None of any kind. */
    public static final KindCounts NONE = new KindCounts(0, 0, 0, 0, 0);

    public KindCounts {
        if (files < 0 || directories < 0 || symlinks < 0 || devices < 0 || specials < 0) {
            throw new IllegalArgumentException("negative count");
        }
    }

    /** All of them. */
    public long total() {
        return files + directories + symlinks + devices + specials;
    }

    /** These and one more. */
    public KindCounts plus(Kind kind) {
        return plus(kind, 1);
    }

    /** These and one less. */
    public KindCounts minus(Kind kind) {
        return plus(kind, -1);
    }

    private KindCounts plus(Kind kind, int more) {
        return switch (kind) {
            case FILE -> new KindCounts(files + more, directories, symlinks, devices, specials);
            case DIRECTORY ->
                    new KindCounts(files, directories + more, symlinks, devices, specials);
            case SYMLINK -> new KindCounts(files, directories, symlinks + more, devices, specials);
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                    new KindCounts(files, directories, symlinks, devices + more, specials);
            case FIFO, SOCKET ->
                    new KindCounts(files, directories, symlinks, devices, specials + more);
        };
    }
}
