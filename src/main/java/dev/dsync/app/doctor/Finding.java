package dev.dsync.app.doctor;

/**
 * Something a check found, printable.
 *
 * @param text what is so
 * @param advice what to do about it, in words; empty where nothing is to be done
 * @param command what does it, as it is typed in a shell; empty where nothing is to be done
 */
public record Finding(Level level, String text, String advice, String command) {
    /** How much it matters. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Worth knowing, or not to be told from here; dsync works. */
        NOTE,
        /** It keeps something from working. */
        WRONG
    }

    /** Whatever is not as it should be has a remedy. */
    public Finding {
        boolean hasRemedy = !advice.isEmpty() && !command.isEmpty();
        if (hasRemedy == (level == Level.OK)) {
            throw new IllegalArgumentException(level + " " + text);
        }
    }

    /** Something that is as it should be. */
    public static Finding ok(String text) {
        return new Finding(Level.OK, text, "", "");
    }

    /** Something that may matter. */
    public static Finding note(String text, String advice, String command) {
        return new Finding(Level.NOTE, text, advice, command);
    }

    /** Something that keeps dsync from working. */
    public static Finding wrong(String text, String advice, String command) {
        return new Finding(Level.WRONG, text, advice, command);
    }
}
