package dev.dsync.app.cli;

import java.util.Map;

/** The terminal the user sits at, if there is one. */
final class Terminal {
    private static final int COLUMNS_USUAL = 80;
    private static final int COLUMNS_MAX = 500;

    private Terminal() {}

    /** Its width; 0 where standard error goes elsewhere, or the terminal moves no cursor. */
    static int columns(Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        if (dumb || environment.containsKey("NO_COLOR") || !isTerminal()) {
            return 0;
        }
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,2}")
                ? Math.min(Integer.parseInt(columns), COLUMNS_MAX)
                : COLUMNS_USUAL;
    }

    /** Whether standard output is one; where only that is piped the bar would not be seen amiss. */
    private static boolean isTerminal() {
        return System.console().isTerminal();
    }
}
