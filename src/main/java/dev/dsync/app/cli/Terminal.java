package dev.dsync.app.cli;

import java.io.File;
import java.io.IOException;
import java.util.Map;

/** The terminal behind standard output and standard error, if there is one. */
final class Terminal {
    private static final int COLUMNS_USUAL = 80;
    private static final int COLUMNS_MAX = 500;

    private Terminal() {}

    /**
     * The width of that behind standard error; 0 where standard error goes elsewhere, or the
     * terminal moves no cursor.
     */
    static int columns(Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        if (dumb || plain || !isTerminal(2)) {
            return 0;
        }
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,2}")
                ? Math.min(Integer.parseInt(columns), COLUMNS_MAX)
                : COLUMNS_USUAL;
    }

    /** Whether standard output is one. */
    static boolean isOutput() {
        return isTerminal(1);
    }

    /** Whether somebody types at standard input. */
    static boolean isInput() {
        return isTerminal(0);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = new File("/proc/self/fd/" + descriptor).getCanonicalPath();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // a bar where none can be seen is worse than none
        }
    }
}
