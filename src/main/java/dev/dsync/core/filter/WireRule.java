package dev.dsync.core.filter;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads back the text of a single rule. */
final class WireRule {
    private WireRule() {}

    static Rule parse(String text, Origin origin) throws InvalidRuleException {
        RuleReader reader =
                new RuleReader(
                        (name, from) -> {
                            // Only the user's own side can read the files its command line names.
                            throw new InvalidRuleException(Fault.UNKNOWN_RULE, from, text);
                        },
                        false);
        try {
            reader.rule(unescape(text), RuleDefaults.FILTER, origin);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        List<Rule> rules = reader.rules();
        // The text a rule has is the only one it can be read from: what is signed or compared is
        // what is meant.
        if (rules.size() != 1 || !rules.getFirst().toString().equals(text)) {
            throw new InvalidRuleException(
                    Fault.UNKNOWN_RULE, origin, RuleReader.shown(RuleReader.utf8(text)));
        }
        return rules.getFirst();
    }

    private static byte[] unescape(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        int i = 0;
        while (i < bytes.length) {
            if (isEscape(bytes, i)) {
                bytes[length++] =
                        (byte)
                                ((bytes[i + 2] - '0') << 6
                                        | (bytes[i + 3] - '0') << 3
                                        | (bytes[i + 4] - '0'));
                i += 5;
            } else {
                bytes[length++] = bytes[i++];
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return at + 4 < bytes.length
                && bytes[at] == '\\'
                && bytes[at + 1] == '#'
                && bytes[at + 2] >= '0'
                && bytes[at + 2] <= '3'
                && isOctal(bytes[at + 3])
                && isOctal(bytes[at + 4]);
    }

    private static boolean isOctal(byte b) {
        return b >= '0' && b <= '7';
    }
}
