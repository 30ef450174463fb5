package dev.dsync.crash;

import dev.dsync.process.NativeTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The interposed library as seen from here: what it is told by its environment, what its counters
 * say.
 */
final class CrashPoints {

    /** In the order of {@code NAMES} in the library. */
    static final List<String> FUNCTIONS =
            List.of(
                    "fsync",
                    "fdatasync",
                    "syncfs",
                    "renameat2",
                    "unlinkat",
                    "mkdirat",
                    "symlinkat",
                    "linkat",
                    "write",
                    "pwrite",
                    "copy_file_range",
                    "ficlone",
                    "renameat",
                    "rename",
                    "mknodat",
                    "ftruncate");

    /** Functions that can be cut in the middle of their bytes. */
    static final List<String> OF_BYTES = List.of("write", "pwrite", "copy_file_range");

    /** Where in its call the process dies. */
    enum When {
        BEFORE,
        HALF,
        AFTER
    }

    private final Path watched;
    private final Path countsFile;
    private final Path traceFile;
    private final Path library;
    private final Optional<String> onlyProcessesWith;

    /**
     * @param watched calls beneath it count
     * @param scratch for the counters and the library, outside of what is watched; no space in its
     *     path
     * @param onlyProcessesWith an argument by which the side under test is known, if not all take
     *     part
     */
    CrashPoints(Path watched, Path scratch, Optional<String> onlyProcessesWith) throws IOException {
        this.watched = watched.toRealPath();
        this.countsFile = scratch.resolve("counts");
        this.traceFile = scratch.resolve("trace");
        this.onlyProcessesWith = onlyProcessesWith;
        // The loader splits LD_PRELOAD at spaces and knows no quotes, and the build directory's
        // path may have some.
        this.library = scratch.resolve("crashpoint.so").toAbsolutePath();
        Files.copy(NativeTool.library("crashpoint"), library, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The environment of a run that counts and traces. */
    Map<String, String> counting() throws IOException {
        Map<String, String> environment = at(0, When.BEFORE);
        environment.put("CRASHPOINT_TRACE", traceFile.toString());
        return environment;
    }

    /** The environment of a run that dies at that call, counted from 1. */
    Map<String, String> at(long number, When when) throws IOException {
        Files.deleteIfExists(countsFile);
        Files.deleteIfExists(traceFile);
        Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", library.toString());
        environment.put("CRASHPOINT_ROOT", watched.toString());
        environment.put("CRASHPOINT_COUNTS", countsFile.toString());
        environment.put("CRASHPOINT_AT", Long.toString(number));
        environment.put(
                "CRASHPOINT_WHEN",
                switch (when) {
                    case BEFORE -> "before";
                    case HALF -> "half";
                    case AFTER -> "after";
                });
        onlyProcessesWith.ifPresent(word -> environment.put("CRASHPOINT_WORD", word));
        return environment;
    }

    /** Calls by function, of those that were called at all. */
    Map<String, Long> counts() throws IOException {
        ByteBuffer counters = counters();
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < FUNCTIONS.size(); i++) {
            long count = counters.getLong(8 * (2 + i));
            if (count > 0) {
                counts.put(FUNCTIONS.get(i), count);
            }
        }
        return counts;
    }

    long total() throws IOException {
        return counters().getLong(0);
    }

    boolean killed() throws IOException {
        return counters().getLong(8) == 1;
    }

    /** The calls of a counting run, in order: {@code NUMBER FUNCTION PATH}. */
    List<String> trace() throws IOException {
        return Files.exists(traceFile)
                ? Files.readAllLines(traceFile, StandardCharsets.ISO_8859_1)
                : List.of();
    }

    private ByteBuffer counters() throws IOException {
        if (!Files.exists(countsFile)) {
            throw new AssertionError(
                    "the library was not loaded, or no process has the argument "
                            + onlyProcessesWith);
        }
        return ByteBuffer.wrap(Files.readAllBytes(countsFile)).order(ByteOrder.nativeOrder());
    }
}
