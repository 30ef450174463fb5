package dev.dsync.core.filter;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the pattern of a rule: what it does, and its modifiers.
 *
 * @param kind what the rule does
 * @param traits what it does with what it matches; for a merge rule, what the rules in the file
 *     take over
 * @param cvs whether it is a merge rule for files as CVS reads them
 * @param end where the pattern begins
 */
record RuleHead(
        Kind kind,
        Traits traits,
        boolean negated,
        boolean prefixes,
        boolean words,
        boolean inherited,
        boolean excludesItself,
        boolean cvs,
        int end) {
    /** What a rule does. */
    enum Kind {
        MATCH,
        MERGE,
        DIRECTORY_MERGE,
        CLEAR
    }

    private static final String[] NAMES = {
        "clear", "dir-merge", "exclude", "hide", "include", "merge", "protect", "risk", "show"
    };
    private static final String SIGNS = "!:-H+.PRS";

    /** What rules in the merge file take over. */
    RuleDefaults defaults() {
        return new RuleDefaults(traits, prefixes, cvs, words);
    }

    /** Reads the head of a rule; the text is not empty. */
    static RuleHead read(byte[] text, RuleDefaults defaults, Origin origin)
            throws InvalidRuleException {
        Traits inherited = defaults.traits();
        if (!defaults.prefixes()) {
            boolean clears = defaults.simple() && text.length == 1 && text[0] == '!';
            return clears ? clear(inherited) : match(inherited, 0);
        }
        if (defaults.simple()) {
            boolean prefixed =
                    text.length > 1 && text[1] == ' ' && (text[0] == '-' || text[0] == '+');
            if (text.length == 1 && text[0] == '!') {
                return clear(inherited);
            }
            return prefixed ? match(including(inherited, text[0] == '+'), 2) : match(inherited, 0);
        }
        return new Reading(text, defaults, origin).head();
    }

    private static RuleHead clear(Traits traits) {
        return new RuleHead(Kind.CLEAR, traits, false, true, false, true, false, false, 1);
    }

    private static RuleHead match(Traits traits, int end) {
        return new RuleHead(Kind.MATCH, traits, false, true, false, true, false, false, end);
    }

    private static Traits including(Traits traits, boolean include) {
        return new Traits(include, traits.absolute(), traits.perishable(), traits.sides());
    }

    /** A head being read. */
    private static final class Reading {
        private final byte[] text;
        private final RuleDefaults defaults;
        private final Origin origin;
        private Kind kind = Kind.MATCH;
        private boolean include;
        private boolean absolute;
        private boolean perishable;
        private Sides sides = Sides.UNNAMED;
        private boolean sideInPrefix;
        private boolean negated;
        private boolean prefixes = true;
        private boolean words;
        private boolean inherited = true;
        private boolean excludesItself;
        private boolean cvs;
        private int at;

        Reading(byte[] text, RuleDefaults defaults, Origin origin) {
            this.text = text;
            this.defaults = defaults;
            this.origin = origin;
            this.absolute = defaults.traits().absolute();
            this.perishable = defaults.traits().perishable();
        }

        RuleHead head() throws InvalidRuleException {
            readSign(sign());
            if (at < text.length && text[at] == ',') {
                at++;
            }
            while (kind != Kind.CLEAR && at < text.length && text[at] != ' ' && text[at] != '_') {
                readModifier(text[at]);
                at++;
            }
            if (kind != Kind.CLEAR && at < text.length) {
                at++;
            }
            Sides ofFile = defaults.traits().sides();
            if (ofFile != Sides.UNNAMED && sides != Sides.UNNAMED) {
                throw fault(Fault.SIDES_TWICE);
            }
            Traits traits = new Traits(include, absolute, perishable, ofFile.with(sides));
            return new RuleHead(
                    kind, traits, negated, prefixes, words, inherited, excludesItself, cvs, at);
        }

        /** Reads the sign, or the name that stands for it; what follows a name must end it. */
        private char sign() {
            for (int i = 0; i < NAMES.length; i++) {
                String name = NAMES[i];
                int n = name.length();
                if (text.length >= n
                        && new String(text, 0, n, StandardCharsets.ISO_8859_1).equals(name)) {
                    if (text.length == n || text[n] == ' ' || text[n] == '_' || text[n] == ',') {
                        at = n;
                        return SIGNS.charAt(i);
                    }
                }
            }
            at = 1;
            return (char) (text[0] & 0xff);
        }

        private void readSign(char sign) throws InvalidRuleException {
            switch (sign) {
                case '!' -> kind = Kind.CLEAR;
                case '.' -> kind = Kind.MERGE;
                case ':' -> kind = Kind.DIRECTORY_MERGE;
                case '-' -> include = false;
                case '+' -> include = true;
                case 'H', 'S' -> {
                    include = sign == 'S';
                    sides = Sides.SOURCE;
                    sideInPrefix = true;
                }
                case 'P', 'R' -> {
                    include = sign == 'R';
                    sides = Sides.TARGET;
                    sideInPrefix = true;
                }
                default -> throw fault(Fault.UNKNOWN_RULE);
            }
        }

        private void readModifier(byte modifier) throws InvalidRuleException {
            boolean merges = kind != Kind.MATCH;
            switch (modifier) {
                case '/' -> absolute = true;
                case 'p' -> perishable = true;
                case '!' -> {
                    require(!merges);
                    negated = true;
                }
                case 's', 'r' -> {
                    require(!sideInPrefix);
                    sides = sides.with(modifier == 's' ? Sides.SOURCE : Sides.TARGET);
                }
                case '-', '+' -> {
                    require(merges && prefixes);
                    prefixes = false;
                    include = modifier == '+';
                }
                case 'e' -> {
                    require(merges);
                    excludesItself = true;
                }
                case 'n' -> {
                    require(merges);
                    inherited = false;
                }
                case 'w' -> {
                    require(merges);
                    words = true;
                }
                case 'C' -> readCvs();
                case 'x' -> throw fault(Fault.UNSUPPORTED_MODIFIER);
                default -> require(false);
            }
        }

        /** The files are as CVS reads them; the list it has built in is no file. */
        private void readCvs() throws InvalidRuleException {
            if (kind != Kind.DIRECTORY_MERGE) {
                throw fault(Fault.UNSUPPORTED_MODIFIER);
            }
            cvs = true;
            prefixes = false;
            words = true;
            inherited = false;
            include = false;
        }

        private void require(boolean valid) throws InvalidRuleException {
            if (!valid) {
                throw fault(Fault.INVALID_MODIFIER);
            }
        }

        private InvalidRuleException fault(Fault fault) {
            return new InvalidRuleException(fault, origin, RuleReader.shown(text));
        }
    }
}
