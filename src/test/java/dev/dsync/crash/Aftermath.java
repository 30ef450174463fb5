package dev.dsync.crash;

import dev.dsync.process.Finished;
import dev.dsync.tree.LookedEntry;
import dev.dsync.tree.TreeDifference;
import dev.dsync.tree.TreeLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What may stand on disk after a killed run: every path as it was or as it was to be, besides files
 * in the making under the reserved name; and after the next run exactly what was to be.
 */
final class Aftermath {

    private static final Pattern IN_THE_MAKING = Pattern.compile("(.*/)?\\.dsync-[^/]*(/.*)?");
    private static final Set<String> OF_CONTENT =
            Set.of("kind", "size", "content", "target", "device");
    private static final Set<String> UNCOMPARED = Set.of("holes", "hard");

    private final String target;
    private final TreeLook before;
    private final TreeLook wanted;

    Aftermath(String target, TreeLook before, TreeLook wanted) {
        this.target = target;
        this.before = before;
        this.wanted = wanted;
    }

    List<String> afterKill(TreeLook now) {
        List<String> findings = new ArrayList<>();
        Set<String> paths = new TreeSet<>(now.paths());
        paths.addAll(before.paths());
        paths.addAll(wanted.paths());
        for (String path : paths) {
            if (!isTarget(path)) {
                outsideOfTarget(path, now, findings);
            } else if (!IN_THE_MAKING.matcher(path).matches()) {
                inTarget(path, now, findings);
            }
        }
        return findings;
    }

    List<String> afterNextRun(Finished next, TreeLook now) {
        List<String> findings = new ArrayList<>();
        if (next.exitCode() != 0) {
            findings.add(
                    "the next run ended with " + next.exitCode() + ": " + next.stderr().strip());
        }
        for (TreeDifference difference : wanted.differences(now)) {
            findings.add("after the next run: " + difference);
        }
        return findings;
    }

    private boolean isTarget(String path) {
        return path.equals(target) || path.startsWith(target + "/");
    }

    private void outsideOfTarget(String path, TreeLook now, List<String> findings) {
        if (!path.equals(".") && !now.entry(path).equals(before.entry(path))) {
            findings.add(path + ", which is not the target's, was touched: " + now.entry(path));
        }
    }

    private void inTarget(String path, TreeLook now, List<String> findings) {
        Optional<LookedEntry> old = before.entry(path);
        Optional<LookedEntry> toBe = wanted.entry(path);
        Optional<LookedEntry> found = now.entry(path);
        if (found.isEmpty()) {
            boolean changesKind =
                    old.isPresent() && toBe.isPresent() && old.get().kind() != toBe.get().kind();
            if (old.isPresent() && toBe.isPresent() && !changesKind) {
                findings.add(path + " is neither old nor new but missing");
            }
        } else if (!stands(found.get(), old)
                && !stands(found.get(), toBe)
                && !between(found.get(), old, toBe)) {
            findings.add(
                    path
                            + " is neither old nor new:\n  was   "
                            + old
                            + "\n  to be "
                            + toBe
                            + "\n  is    "
                            + found);
        }
    }

    /** The same in all that counts for its kind; a directory's attributes may be on their way. */
    private static boolean stands(LookedEntry found, Optional<LookedEntry> other) {
        return other.isPresent()
                && (found.kind() == 'f'
                        ? differing(found, other.get()).isEmpty()
                        : differing(found, other.get()).stream().noneMatch(OF_CONTENT::contains));
    }

    /** Where old and new hold the same bytes, attributes change one by one. */
    private static boolean between(
            LookedEntry found, Optional<LookedEntry> old, Optional<LookedEntry> toBe) {
        return old.isPresent()
                && toBe.isPresent()
                && differing(old.get(), toBe.get()).stream().noneMatch(OF_CONTENT::contains)
                && differing(found, old.get()).stream()
                        .allMatch(field -> found.field(field).equals(toBe.get().field(field)));
    }

    private static Set<String> differing(LookedEntry one, LookedEntry other) {
        Set<String> fields = new TreeSet<>(one.fields().keySet());
        fields.addAll(other.fields().keySet());
        fields.removeAll(UNCOMPARED);
        fields.removeIf(field -> one.field(field).equals(other.field(field)));
        return fields;
    }
}
