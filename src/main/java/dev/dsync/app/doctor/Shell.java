package dev.dsync.app.doctor;

/** Words as a shell takes them. */
public final class Shell {
    private Shell() {}

    /** One word, in quotes where it needs them. */
    public static String word(String text) {
        return text.matches("[A-Za-z0-9_@%+=:,./-][A-Za-z0-9_@%+=:,./~-]*")
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }
}
