package dev.dsync.app.cli;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system's own reason in what the Java libraries make of it. */
final class SystemWords {
    /** Of a program: {@code error=2, REASON} or {@code error: 2 (REASON)}. */
    private static final Pattern NUMBERED = Pattern.compile("error[=:] ?\\d+(?:, | \\()([^()]+)");

    /** Of a file: {@code NAME (REASON)}. */
    private static final Pattern BRACKETED = Pattern.compile("\\(([^()]+)\\)$");

    private SystemWords() {}

    static String of(IOException e) {
        return of(String.valueOf(e.getMessage()));
    }

    static String of(String message) {
        for (Pattern pattern : new Pattern[] {NUMBERED, BRACKETED}) {
            Matcher matcher = pattern.matcher(message);
            if (matcher.find()) {
                return matcher.group(1).strip();
            }
        }
        return message;
    }
}
