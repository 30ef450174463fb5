package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.List;

/** The words of a command that is one argument. */
final class ShellWords {
    private ShellWords() {}

    /**
     * The words of a command as one argument, split at blanks outside of quotes, as rsync splits
     * {@code -e}; a quote within quotes is doubled.
     */
    static List<String> split(byte[] command) throws UsageException {
        String text = Latin.decoded(Latin.text(command));
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == quote;
                if (doubled) {
                    word.append(c);
                    i++;
                } else {
                    quote = 0;
                }
            } else if (quote != 0 || (c != ' ' && c != '\'' && c != '"')) {
                word.append(c);
                begun = true;
            } else if (c != ' ') {
                quote = c;
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (quote != 0) {
            throw new UsageException("cannot use --rsh: a quote is open; close it");
        }
        if (begun) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new UsageException("cannot use --rsh: it names no program; write --rsh=ssh");
        }
        return List.copyOf(words);
    }
}
