package dev.dsync.core.plan;

/** Whether a plan deletes so much that it must not begin unasked. */
public final class Brake {
    private Brake() {}

    /** What a brake says, with the figures for the message. */
    public sealed interface Verdict {
        /** The plan may begin. */
        record Go() implements Verdict {}

        /** More than the allowed share of the entries would be deleted. */
        record TooManyDeletes(long deletes, long entries, int percent) implements Verdict {}

        /** The source's root is empty, the target's is not. */
        record EmptiedRoot(long entries) implements Verdict {}
    }

    /**
     * The verdict on a plan.
     *
     * @param policy whose {@code max} decides
     * @param deletes what the plan would delete, skipped ones not counted
     * @param localEntries entries the target has, without its root
     * @param remoteEntries entries the source has, without its root
     */
    public static Verdict check(
            Policy.Deletion policy, long deletes, long localEntries, long remoteEntries) {
        if (policy.max() instanceof Policy.MaxDelete.Percent max) {
            Verdict emptied = emptied(policy, localEntries, remoteEntries);
            return emptied instanceof Verdict.Go
                    ? percent(max.percent(), deletes, localEntries)
                    : emptied;
        }
        return new Verdict.Go();
    }

    /** Stops where more than {@code percent} of the local entries would go. */
    public static Verdict percent(int percent, long deletes, long localEntries) {
        return Math.multiplyExact(deletes, 100L) > Math.multiplyExact(localEntries, (long) percent)
                ? new Verdict.TooManyDeletes(deletes, localEntries, percent)
                : new Verdict.Go();
    }

    /** Stops where a root with entries would be emptied after one without. */
    public static Verdict emptied(Policy.Deletion policy, long localEntries, long remoteEntries) {
        return policy.enabled() && localEntries > 0 && remoteEntries == 0
                ? new Verdict.EmptiedRoot(localEntries)
                : new Verdict.Go();
    }
}
