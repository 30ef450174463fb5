package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.attributes.IdMap;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.tree.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeDraftTest {
    @TempDir private Path home;

    private Order order(String flags) throws UsageException, IOException, InvalidRuleException {
        return Orders.of(home, flags);
    }

    @Test
    void changesOfModes_addUpInTheOrderGiven() throws Exception {
        assertEquals("", order("").run().attributes().chmod());
        assertEquals(
                "a-x,D+x,F644", order("--chmod=a-x,D+x --chmod F644").run().attributes().chmod());
        assertEquals(
                "F644", order("--chmod=a-x --no-chmod --chmod F644").run().attributes().chmod());
        UsageException wrong =
                assertThrows(UsageException.class, () -> order("--chmod=F644 --chmod=u+rw-x"));
        assertEquals(
                "cannot use --chmod 'u+rw-x': it is no list of changes; write such as Dg+s,u=rwX"
                        + " or F644",
                wrong.getMessage());
    }

    @Test
    void ownersOthersThanThoseOfTheSource_areTheLastNamed() throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("--chown=bob", "*:bob ");
        expected.put("--chown=bob:", "*:bob ");
        expected.put("--chown=:100", " *:100");
        expected.put("--chown=bob:staff:x", "*:bob *:staff:x");
        expected.put("--chown=:", " ");
        expected.put("--chown=bob --chown=:staff", "*:bob *:staff");
        expected.put("--usermap=a*:b,5-6:7", "a*:b,5-6:7 ");
        expected.put("--usermap=a:b --chown=:staff --groupmap=x:y", "a:b x:y");
        expected.put("--usermap=a:b --chown=bob", "*:bob ");
        expected.put("--usermap=a:b --no-usermap", " ");
        for (Map.Entry<String, String> one : expected.entrySet()) {
            AttributeOptions made = order(one.getKey()).run().attributes();
            String[] maps = one.getValue().split(" ", -1);
            assertEquals(map(maps[0]), made.users(), one.getKey());
            assertEquals(map(maps[1]), made.groups(), one.getKey());
        }
        for (String wrong :
                List.of("--usermap=x", "--groupmap=0-:x", "--chown=4294967295", "--usermap=")) {
            assertThrows(UsageException.class, () -> order(wrong), wrong);
        }
    }

    @Test
    void owners_areKeptWhereSomebodyElseIsNamed() throws Exception {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("-r", "");
        kept.put("-r --chown=bob", "o");
        kept.put("-r --chown=:staff", "g");
        kept.put("-r --chown=bob:staff", "og");
        kept.put("--no-o --no-g --usermap=a:b", "o");
        kept.put("--no-o --no-g --groupmap=a:b", "g");
        kept.put("--usermap=a:b --no-o", "g");
        for (Map.Entry<String, String> one : kept.entrySet()) {
            Profile profile = order(one.getKey()).run().profile();
            String letters = (profile.owner() ? "o" : "") + (profile.group() ? "g" : "");
            assertEquals(one.getValue(), letters, one.getKey());
        }
    }

    private static IdMap map(String text) {
        return text.isEmpty() ? IdMap.NONE : IdMap.of(text).orElseThrow();
    }

    @Test
    void optionsThatChangeNothing_sayWhy() throws Exception {
        assertEquals(List.of(), order("--chown=bob --usermap=a:b --groupmap=a:b").view().notes());
        assertEquals(
                List.of("--chown changes nothing: neither -o nor -g holds"),
                order("-r --chown=bob --no-o").view().notes());
        assertEquals(
                List.of("--usermap changes nothing: owners are not kept without -o"),
                order("--usermap=a:b --no-o").view().notes());
        assertEquals(
                List.of("--groupmap changes nothing: groups are not kept without -g"),
                order("--groupmap=a:b --no-g").view().notes());
    }
}
