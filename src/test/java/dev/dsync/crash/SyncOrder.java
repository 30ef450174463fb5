package dev.dsync.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a power cut could make of a run, judged by the order of its calls: a kill leaves the kernel
 * alive and cannot show it.
 */
final class SyncOrder {

    private static final Set<String> WRITING =
            Set.of("write", "pwrite", "copy_file_range", "ficlone", "ftruncate");
    private static final Set<String> NAMING =
            Set.of("renameat2", "renameat", "rename", "unlinkat", "mkdirat", "symlinkat", "linkat");

    private final List<String> findings = new ArrayList<>();
    private final Set<String> unsyncedFiles = new TreeSet<>();
    private final Set<String> unsyncedDirectories = new TreeSet<>();

    private SyncOrder() {}

    /**
     * What is wrong with the order of these calls, each {@code NUMBER FUNCTION PATH}: a name given
     * in a directory where a file in the making is not yet on disk, or a name not on disk in the
     * end.
     */
    static List<String> findings(List<String> trace) {
        SyncOrder order = new SyncOrder();
        trace.forEach(order::take);
        order.unsyncedFiles.forEach(file -> order.findings.add("never synced: " + file));
        order.unsyncedDirectories.forEach(
                directory -> order.findings.add("names never synced: " + directory));
        return List.copyOf(order.findings);
    }

    private void take(String call) {
        String[] parts = call.split(" ", 3);
        String function = parts[1];
        String path = parts[2];
        String parent = path.substring(0, path.lastIndexOf('/'));
        if (WRITING.contains(function)) {
            unsyncedFiles.add(path);
        } else if (function.equals("fsync") || function.equals("fdatasync")) {
            unsyncedFiles.remove(path);
            unsyncedDirectories.remove(path);
        } else if (function.equals("syncfs")) {
            unsyncedFiles.clear();
            unsyncedDirectories.clear();
        } else if (NAMING.contains(function)) {
            unsyncedDirectories.add(parent);
            if (function.equals("unlinkat")) {
                unsyncedFiles.remove(path);
                unsyncedDirectories.removeIf(gone -> (gone + "/").startsWith(path + "/"));
            }
        }
        if (function.startsWith("rename")) {
            unsyncedFiles.stream()
                    .filter(file -> file.startsWith(parent + "/.dsync-"))
                    .forEach(file -> findings.add(call + " before a sync of " + file));
        }
    }
}
