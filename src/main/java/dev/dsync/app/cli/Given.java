package dev.dsync.app.cli;

/**
 * One option as somebody gave it.
 *
 * @param on false for its {@code --no-} form
 * @param text its value, each byte a character; empty if it takes none
 */
record Given(RunFlag flag, boolean on, String text, Layer layer) {
    /** Who gave it; what comes later here goes before what comes earlier. */
    enum Layer {
        FILE,
        ENVIRONMENT,
        ARGUMENTS
    }

    byte[] value() {
        return Latin.bytes(text);
    }
}
