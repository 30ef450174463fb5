package dev.dsync.core.attributes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdMapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who becomes whom by the first rule that matches. */
    private static String target(String map, int id, String name) {
        return IdMap.of(map).orElseThrow().rules().stream()
                .filter(rule -> rule.matches(id, name))
                .findFirst()
                .map(
                        rule ->
                                switch (rule.to()) {
                                    case IdMap.To.Id one -> Long.toString(one.id());
                                    case IdMap.To.Named one -> one.name();
                                })
                .orElse("-");
    }

    @Test
    void namesIdsAndRanges_areMatchedInOrder() {
        assertEquals("b", target("a:b", 7, "a"));
        assertEquals("-", target("a:b", 7, "aa"));
        assertEquals("5", target("7:5", 7, ""));
        assertEquals("-", target("7:5", 8, ""));
        assertEquals("b", target("5-9:b", 5, "x"));
        assertEquals("b", target("5-9:b", 9, "x"));
        assertEquals("-", target("5-9:b", 10, "x"));
        assertEquals("-", target("9-5:b", 7, "x"));
        assertEquals("1", target("a:1,*:2", 7, "a"));
        assertEquals("2", target("a:1,*:2", 7, "c"));
        assertEquals("2", target("a:1,*:2", 7, ""));
        assertEquals("1", target(":1,*:2", 7, ""));
        assertEquals("b:c", target("a:b:c", 7, "a"));
        assertEquals("-", target("-1:5", 1, ""));
        assertEquals("5", target("4294967294:5", -2, ""));
    }

    @Test
    void patterns_areThoseOfTheShell() {
        Map<String, List<String>> matched = new LinkedHashMap<>();
        matched.put("*", List.of("", "a", "abc"));
        matched.put("a*", List.of("a", "abc"));
        matched.put("*c", List.of("c", "abc", "acac"));
        matched.put("a*b*c", List.of("abc", "axxbyybc"));
        matched.put("b?n", List.of("bin", "bon"));
        matched.put("[a-c]x", List.of("ax", "cx"));
        matched.put("[!a-c]x", List.of("dx", "-x"));
        matched.put("[^a-c]x", List.of("dx"));
        matched.put("[]a]x", List.of("]x", "ax"));
        matched.put("[a-]x", List.of("-x", "ax"));
        matched.put("\\*[a]", List.of("*a"));
        matched.put("**a**", List.of("a", "xax"));
        Map<String, List<String>> others = new LinkedHashMap<>();
        others.put("a*", List.of("", "ba"));
        others.put("*c", List.of("", "ca"));
        others.put("a*b*c", List.of("ac", "acb"));
        others.put("b?n", List.of("bn", "binn"));
        others.put("[a-c]x", List.of("dx", "a", "x"));
        others.put("[!a-c]x", List.of("ax", "x"));
        others.put("[abc", List.of("a", "[abc"));
        others.put("\\*[a]", List.of("xa", "\\*a"));
        others.put("?", List.of("", "ab"));
        matched.forEach(
                (pattern, names) ->
                        names.forEach(
                                name ->
                                        assertTrue(
                                                new NamePattern(pattern).matches(name),
                                                pattern + " " + name)));
        others.forEach(
                (pattern, names) ->
                        names.forEach(
                                name ->
                                        assertFalse(
                                                new NamePattern(pattern).matches(name),
                                                pattern + " " + name)));
    }

    @Test
    void patternsMadeToTakeLong_doNot() {
        String pattern = "*a".repeat(127) + "b";
        String name = "a".repeat(255);
        assertTimeoutPreemptively(
                PATIENCE,
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        assertFalse(new NamePattern(pattern).matches(name));
                    }
                });
    }

    @Test
    void everybody_becomesOne() {
        assertEquals(IdMap.of("*:nobody"), IdMap.everybody("nobody"));
        assertEquals(IdMap.of("*:7"), IdMap.everybody("7"));
        assertEquals(Optional.empty(), IdMap.everybody(""));
        assertEquals(Optional.empty(), IdMap.everybody("4294967295"));
    }

    @Test
    void whatIsNoMap_isRefused() {
        for (String text :
                List.of(
                        "",
                        "a",
                        "a:b,",
                        ",a:b",
                        "a:",
                        "0-:b",
                        "0-a:b",
                        "0x:b",
                        "1-2-3:b",
                        "0:4294967295",
                        "4294967295:0",
                        "0:99999999999",
                        "x".repeat(256) + ":b",
                        "a:" + "x".repeat(256))) {
            assertEquals(Optional.empty(), IdMap.of(text), text);
        }
    }

    @Test
    void moreRulesThanARunMayHave_areRefused() {
        String most = "a:b" + ",a:b".repeat(IdMap.COUNT_MAX - 1);
        assertEquals(IdMap.COUNT_MAX, IdMap.of(most).orElseThrow().rules().size());
        assertEquals(Optional.empty(), IdMap.of(most + ",a:b"));
        IdMap.Rule rule = new IdMap.Rule(new IdMap.From.Named("a"), new IdMap.To.Id(1));
        List<IdMap.Rule> many = Collections.nCopies(IdMap.COUNT_MAX + 1, rule);
        assertThrows(IllegalArgumentException.class, () -> new IdMap(many));
    }
}
