package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.RelPath;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class FilterScaleTest {
    private static final String[] RULES = {
        "- *.o",
        "- *.class",
        "- *~",
        "- .git/",
        "- /build/",
        "- node_modules/",
        "+ /src/**/keep.tmp",
        "- *.tmp",
        "- core",
        "- /var/cache/**",
        "- cache/***",
        "- [Tt]humbs.db",
        "- .DS_Store",
        "- *.sw?",
        "- tmp/*.log",
        "- **/target/*.jar",
        "P *.bak",
        "H .svn",
        "-! */dir*/*",
        "- a*b*c*d"
    };

    @Test
    void aMillionPathsAndTwentyRules_areAllDecided() throws Exception {
        RuleParser parser = new RuleParser(name -> new byte[0], false);
        for (String rule : RULES) {
            parser.filter(RuleReader.utf8(rule));
        }
        byte[][] names = new byte[100][];
        for (int i = 0; i < names.length; i++) {
            names[i] = ("some-file-name-" + i + ".txt").getBytes(StandardCharsets.UTF_8);
        }
        DirectoryFilter root =
                parser.rules().enter(Side.SOURCE, RelPath.literal("home/user"), MergeFiles.NONE);
        int included = 0;
        for (int top = 0; top < 100; top++) {
            DirectoryFilter outer = root.enter(RelPath.literal("d" + top));
            for (int i = 0; i < 100; i++) {
                DirectoryFilter filter = outer.enter(RelPath.literal("d" + top + "/dir" + i));
                for (byte[] name : names) {
                    included += filter.verdict(name, 0, name.length, false).included() ? 1 : 0;
                }
            }
        }
        assertEquals(1_000_000, included);
    }
}
