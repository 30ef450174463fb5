package dev.dsync.engine.session;

import java.io.IOException;

/** What should not have happened: memory that ran out, or a fault of the program. */
final class Defect extends IOException {
    private final Ending.Part part;

    private Defect(Ending.Part part, String words, Throwable cause) {
        super(words, cause);
        this.part = part;
    }

    /** What was thrown. */
    static Defect of(Throwable thrown) {
        return thrown instanceof OutOfMemoryError
                ? new Defect(Ending.Part.MEMORY, "out of memory", thrown)
                : new Defect(Ending.Part.PROGRAM, thrown.toString(), thrown);
    }

    /** What failed. */
    Ending.Part part() {
        return part;
    }
}
