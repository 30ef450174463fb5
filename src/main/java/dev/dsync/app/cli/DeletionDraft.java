package dev.dsync.app.cli;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.plan.Policy.MaxDelete;
import dev.dsync.core.plan.Policy.Timing;
import java.util.EnumSet;
import java.util.Set;

/** The options about what is deleted, while they are read. */
final class DeletionDraft {
    boolean excluded;
    boolean ignoresErrors;
    boolean forces;
    boolean removesSourceFiles;
    private boolean enabled;
    private MaxDelete max = new MaxDelete.Unlimited();
    private final Set<Timing> timings = EnumSet.noneOf(Timing.class);

    void enable(boolean on) {
        enabled = on;
        if (!on) {
            timings.clear();
            excluded = false;
        }
    }

    void at(Timing timing, boolean on) {
        if (on) {
            timings.add(timing);
        } else {
            timings.remove(timing);
        }
    }

    /** Less than nothing counts as nothing, as in rsync. */
    void most(byte[] value) throws UsageException {
        String text = Latin.text(value);
        if (text.matches("\\d{1,3}%")) {
            int percent = Integer.parseInt(text.substring(0, text.length() - 1));
            if (percent <= 100) {
                max = new MaxDelete.Percent(percent);
                return;
            }
        }
        if (!Values.isNumber(text)) {
            throw Values.wrong(
                    "--max-delete",
                    text,
                    "it is neither a number nor a percentage; write N or N%, such as 100 or 50%");
        }
        int most = Values.number("--max-delete", value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        max = new MaxDelete.Count(Math.max(0, most));
    }

    /**
     * What is deleted.
     *
     * @param listsDirectories whether it is known what directories hold
     */
    Policy.Deletion policy(boolean listsDirectories) throws UsageException {
        if (timings.size() > 1) {
            throw new UsageException(
                    "cannot combine several of --delete-before, -during, -delay and -after:"
                            + " deletes happen once; keep one of them");
        }
        boolean deletes = enabled || excluded || !timings.isEmpty();
        if (deletes && !listsDirectories) {
            throw new UsageException(
                    "cannot delete without -r or -d: nothing is known about what directories hold;"
                            + " add one of them");
        }
        Timing timing = timings.isEmpty() ? Timing.DURING : timings.iterator().next();
        return new Policy.Deletion(
                deletes, timing, excluded, max, ignoresErrors, forces, removesSourceFiles);
    }
}
