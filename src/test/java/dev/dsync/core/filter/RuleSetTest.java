package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {
    private static final Origin WIRE = new Origin.Wire(1);

    @Test
    void patternOfAnyBytes_travelsAsOneLine() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] rule = new byte[2 + 1 + random.nextInt(12)];
            random.nextBytes(rule);
            rule[0] = '-';
            rule[1] = ' ';
            RuleParser parser = parser();
            parser.filter(rule);
            String text = parser.rules().toText();
            assertEquals(text.length() - 1, text.indexOf('\n'));
            assertEquals(text, RuleSet.parse(text).toText());
            assertEquals(parser.rules(), RuleSet.parse(text));
        }
    }

    @Test
    void patternThatLooksEscaped_comesBackAsItWas() throws Exception {
        RuleParser parser = parser();
        parser.exclude(RuleReader.utf8("a\\#012b"));
        parser.exclude(RuleReader.utf8("a\nb"));
        RuleSet back = RuleSet.parse(parser.rules().toText());
        assertEquals(parser.rules(), back);
        assertEquals(false, back.rules().get(0).equals(back.rules().get(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "foo",
                "-",
                "- ",
                "exclude foo",
                "-_foo",
                "H foo",
                "-ps foo",
                ". /etc/passwd",
                ":e .f",
                ": a/..",
                "-x foo",
                "- a\\#141",
                ": .f/",
                "- a\u0007"
            })
    void textThatNoRuleHas_isRefused(String text) {
        assertThrows(InvalidRuleException.class, () -> Rule.parse(text, WIRE));
    }

    @Test
    void randomText_isReadBackOrRefused() throws Exception {
        Random random = new Random(5);
        String letters = "-+:!HSPR.spenwr/_ ,ab*?[]\\#017";
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(10); n >= 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                assertEquals(text.toString(), Rule.parse(text.toString(), WIRE).toString());
                read++;
            } catch (InvalidRuleException e) {
                assertEquals(WIRE, e.origin());
            }
        }
        assertEquals(true, read > 100, "rules read: " + read);
    }

    @Test
    void invalidLine_isNamed() {
        var thrown = assertThrows(InvalidRuleException.class, () -> RuleSet.parse("- a\n- b\nx\n"));
        assertEquals(new Origin.Wire(3), thrown.origin());
    }

    @Test
    void rulesBeyondTheLimits_areRefused() throws Exception {
        Rule literal = Rule.parse("- " + "a".repeat(1021), WIRE);
        RuleSet.of(Collections.nCopies(1024, literal));
        var tooLong =
                assertThrows(
                        InvalidRuleException.class,
                        () -> RuleSet.of(Collections.nCopies(1025, literal)));
        assertEquals(Fault.RULES_TOO_LONG, tooLong.fault());
        Rule wild = Rule.parse("- *.o", WIRE);
        List<Rule> many = new ArrayList<>(Collections.nCopies(RuleSet.WILDCARDS_MAX, wild));
        RuleSet.of(many);
        many.add(wild);
        assertThrows(InvalidRuleException.class, () -> RuleSet.of(many));
        assertThrows(InvalidRuleException.class, () -> RuleSet.parse("- a\n".repeat(300_000)));
    }

    private static RuleParser parser() {
        return new RuleParser(name -> new byte[0], false);
    }
}
