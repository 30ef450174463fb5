package dev.dsync.core.filter;

import java.util.Arrays;

/** A pattern that looks at the last component only, and so is the same in every directory. */
sealed interface NameMatcher extends Matcher {
    @Override
    default Matcher enter(byte[] name) {
        return this;
    }

    @Override
    default boolean isDead() {
        return false;
    }

    /** A name without wildcards. */
    final class Literal implements NameMatcher {
        private final byte[] literal;

        Literal(byte[] literal) {
            this.literal = literal;
        }

        @Override
        public boolean matches(byte[] name, int offset, int length, boolean directory) {
            return Arrays.equals(name, offset, offset + length, literal, 0, literal.length);
        }
    }

    /** One star before or after a literal, as in {@code *.o}: the commonest pattern there is. */
    final class Affix implements NameMatcher {
        private final byte[] literal;
        private final boolean suffix;

        Affix(byte[] literal, boolean suffix) {
            this.literal = literal;
            this.suffix = suffix;
        }

        @Override
        public boolean matches(byte[] name, int offset, int length, boolean directory) {
            int from = suffix ? offset + length - literal.length : offset;
            return length >= literal.length
                    && Arrays.equals(name, from, from + literal.length, literal, 0, literal.length);
        }
    }

    /** Any other wildcards. */
    final class Glob implements NameMatcher {
        private final Automaton automaton;
        private final long[] start;

        Glob(Automaton automaton) {
            this.automaton = automaton;
            this.start = automaton.start();
        }

        @Override
        public boolean matches(byte[] name, int offset, int length, boolean directory) {
            return automaton.matches(start, name, offset, length, false);
        }
    }
}
