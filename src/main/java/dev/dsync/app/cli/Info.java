package dev.dsync.app.cli;

/**
 * What of a run standard output tells, but for the lines of {@code -i} and of formats.
 *
 * @param names 1 where changes are named, 2 where unchanged entries are as well
 * @param listing whether it is said that a listing is on its way
 * @param deletions whether deletes are named though other changes are not
 * @param figures 1 where the last lines are shown, 2 where the block of figures is as well
 * @param progress 1 for a line with figures for each file that is sent, 2 for one of the whole run
 * @param bar whether a terminal gets a bar
 */
record Info(int names, boolean listing, boolean deletions, int figures, int progress, boolean bar) {
    static final int OF_FILES = 1;
    static final int OF_RUN = 2;

    /** Nothing of it. */
    static final Info NONE = new Info(0, false, false, 0, 0, false);

    /** Whether items have to be known for it. */
    boolean needsItems() {
        return names > 0 || deletions || progress > 0;
    }
}
