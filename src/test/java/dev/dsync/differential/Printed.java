package dev.dsync.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of an output with the figures masked that depend on clock, protocol or transport. */
final class Printed {

    /** Lines dsync prints after rsync's; they stand for nothing in rsync. */
    private static final Pattern OWN =
            Pattern.compile("(Chunks (needed|reused)|Delta bytes|Peers used).*");

    /** Lines on rsync's own algorithm, which dsync has none of. */
    private static final Pattern THEIRS =
            Pattern.compile("delta-transmission (en|dis)abled.*|total: matches=.*");

    private static final List<Mask> MASKS =
            List.of(
                    new Mask("^(File list (?:size|generation time|transfer time): ).*", "$1#"),
                    new Mask(
                            "(?s)^\r(?:.*\r)?( *[\\d,.]+[KMG]?) +\\d+% .* \\(xfr#.*",
                            "progress $1"),
                    new Mask("^(Total bytes (?:sent|received): ).*", "$1#"),
                    new Mask(
                            "^sent [\\d,.]+[kMG]? bytes  received [\\d,.]+[kMG]? bytes  .*",
                            "sent # received #"),
                    new Mask("^(total size is .*  speedup is )[\\d,.]+(.*)", "$1#$2"));

    private Printed() {}

    static List<String> lines(String output) {
        List<String> lines = new ArrayList<>();
        for (String line : output.split("\n", -1)) {
            if (!OWN.matcher(line).matches() && !THEIRS.matcher(line).matches()) {
                String masked = line;
                for (Mask mask : MASKS) {
                    masked = mask.pattern.matcher(masked).replaceFirst(mask.replacement);
                }
                lines.add(masked);
            }
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    private record Mask(Pattern pattern, String replacement) {
        Mask(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }
}
