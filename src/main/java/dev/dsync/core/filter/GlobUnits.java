package dev.dsync.core.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The units of a wildcard pattern, each matching one byte, and the stars between them.
 *
 * <p>As in rsync: {@code ?} and classes match any byte but a slash, a star any run without a slash,
 * two or more stars any run; a backslash takes the next byte literally; a class is opened by {@code
 * [}, negated by {@code !} or {@code ^}, and may hold ranges and POSIX names in the C locale. A
 * pattern that breaks off matches nothing.
 *
 * <p>As in git, stars are one star unless they stand for whole components: {@code **} with a slash
 * or nothing on either side, where such stars together with the slash after them may also be
 * nothing.
 */
final class GlobUnits {
    private static final int STAR = 1;
    private static final int STARS = 2;

    /** How the bytes of a pattern are read. */
    private enum Dialect {
        RSYNC,
        GIT,
        /** None of them is a wildcard. */
        LITERAL
    }

    private final byte[] pattern;
    private final Dialect dialect;

    /** For each unit, 256 bits: the bytes it accepts. */
    private long[] accepted;

    /** Before each unit and after the last: 0, {@link #STAR} or {@link #STARS}. */
    private byte[] stars;

    /** For each unit whether it and the stars before it may match nothing at all. */
    private boolean[] optional;

    private int count;
    private int at;

    /** Whether only literal bytes were read so far. */
    private boolean plain = true;

    private boolean wellFormed = true;

    GlobUnits(byte[] pattern, int offset) {
        this(pattern, offset, Dialect.RSYNC);
    }

    private GlobUnits(byte[] pattern, int offset, Dialect dialect) {
        this.pattern = pattern;
        this.dialect = dialect;
        accepted = new long[(pattern.length - offset + 1) * 4];
        stars = new byte[pattern.length - offset + 2];
        optional = new boolean[pattern.length - offset + 1];
        at = offset;
        while (wellFormed && at < pattern.length) {
            if (dialect == Dialect.LITERAL) {
                addLiteral();
            } else {
                readUnit();
            }
        }
        if (!wellFormed) {
            // One unit that accepts no byte.
            count = 1;
            accepted = new long[4];
            stars = new byte[2];
            optional = new boolean[1];
        }
    }

    /** The bytes themselves, none of them a wildcard. */
    static GlobUnits literal(byte[] pattern, int offset) {
        return new GlobUnits(pattern, offset, Dialect.LITERAL);
    }

    /** A pattern of an ignore file of git. */
    static GlobUnits git(byte[] pattern, int offset) {
        return new GlobUnits(pattern, offset, Dialect.GIT);
    }

    /** A pattern that matches nothing. */
    static GlobUnits nothing() {
        return new GlobUnits(new byte[] {'['}, 0);
    }

    int count() {
        return count;
    }

    boolean accepts(int unit, int b) {
        return (accepted[unit * 4 + (b >> 6)] >>> b & 1) != 0;
    }

    /**
     * Whether a star stands before the unit (after the last one, for {@code count()}) that may take
     * the byte.
     */
    boolean starBefore(int unit, int b) {
        return stars[unit] == STARS || (stars[unit] == STAR && b != '/');
    }

    /** Whether the unit and the stars before it may match nothing at all. */
    boolean optional(int unit) {
        return optional[unit];
    }

    /** The units that match a slash. */
    int slashes() {
        int slashes = 0;
        for (int i = 0; i < count; i++) {
            if (accepts(i, '/')) {
                slashes++;
            }
        }
        return slashes;
    }

    private void readUnit() {
        boolean literal = "*?[\\".indexOf(pattern[at]) < 0;
        switch (pattern[at]) {
            case '*' -> readStars();
            case '?' -> {
                long[] any = {-1, -1, -1, -1};
                add(any);
                at++;
            }
            case '[' -> readClass();
            case '\\' -> {
                at++;
                if (at == pattern.length) {
                    wellFormed = false;
                } else {
                    addLiteral();
                }
            }
            default -> addLiteral();
        }
        plain &= literal;
    }

    private void readStars() {
        int first = at;
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        boolean many = at - first > 1;
        if (dialect == Dialect.GIT && many && isBetweenSlashes(first)) {
            readComponents();
        } else {
            stars[count] = (byte) (many && dialect == Dialect.RSYNC ? STARS : STAR);
        }
    }

    /**
     * Whether the stars from {@code first} on stand for whole components. Git cuts off what is
     * literal at the beginning before it looks, so that stars behind that count as stars in front.
     */
    private boolean isBetweenSlashes(int first) {
        boolean begin = plain || pattern[first - 1] == '/';
        boolean escaped = peek() == '\\' && at + 1 < pattern.length && pattern[at + 1] == '/';
        return begin && (at == pattern.length || peek() == '/' || escaped);
    }

    /** Reads what follows stars that stand for any number of components. */
    private void readComponents() {
        if (peek() != '/') {
            stars[count] = STARS;
        } else if (count > 0 && optional[count - 1]) {
            at++; // twice any number of components is any number of components
        } else {
            stars[count] = STARS;
            optional[count] = true;
            addLiteral();
        }
    }

    private void addLiteral() {
        int b = pattern[at++] & 0xff;
        accepted[count * 4 + (b >> 6)] = 1L << b;
        count++;
    }

    private void add(long[] set) {
        System.arraycopy(set, 0, accepted, count * 4, 4);
        accepted[count * 4] &= ~(1L << '/');
        count++;
    }

    /** Reads a class; {@code ]} directly after the opening is a member, not the end. */
    private void readClass() {
        at++;
        boolean negated = peek() == '!' || peek() == '^';
        if (negated) {
            at++;
        }
        long[] set = new long[4];
        int previous = -1;
        boolean first = true;
        while (first || peek() != ']') {
            first = false;
            previous = readMember(set, previous);
            if (!wellFormed) {
                return;
            }
        }
        at++;
        if (negated) {
            for (int w = 0; w < 4; w++) {
                set[w] = ~set[w];
            }
        }
        add(set);
    }

    /** Reads one member of a class; the byte a range may begin with, -1 if none. */
    private int readMember(long[] set, int previous) {
        int b = peek();
        if (b < 0) {
            wellFormed = false;
            return -1;
        }
        if (b == '\\') {
            at++;
            return readSingle(set);
        }
        if (b == '-' && previous >= 0 && at + 1 < pattern.length && pattern[at + 1] != ']') {
            at++;
            if (peek() == '\\') {
                at++;
            }
            if (peek() < 0) {
                wellFormed = false;
                return -1;
            }
            addRange(set, previous, pattern[at++] & 0xff);
            return -1;
        }
        if (b == '[' && at + 1 < pattern.length && pattern[at + 1] == ':') {
            return readNamed(set);
        }
        return readSingle(set);
    }

    private int readSingle(long[] set) {
        int b = peek();
        if (b < 0) {
            wellFormed = false;
            return -1;
        }
        at++;
        addRange(set, b, b);
        return b;
    }

    /** Reads {@code [:name:]}; without its end the bracket is an ordinary member. */
    private int readNamed(long[] set) {
        int begin = at + 2;
        int end = begin;
        while (end < pattern.length && pattern[end] != ']') {
            end++;
        }
        if (end == pattern.length) {
            wellFormed = false;
            return -1;
        }
        if (end == begin || pattern[end - 1] != ':') {
            return readSingle(set);
        }
        String name = new String(pattern, begin, end - 1 - begin, StandardCharsets.ISO_8859_1);
        wellFormed = addNamed(set, name);
        at = end + 1;
        return -1;
    }

    private boolean addNamed(long[] set, String name) {
        switch (name) {
            case "alnum" -> {
                addNamed(set, "alpha");
                addRange(set, '0', '9');
            }
            case "alpha" -> {
                addRange(set, 'A', 'Z');
                addRange(set, 'a', 'z');
            }
            case "blank" -> {
                addRange(set, ' ', ' ');
                addRange(set, '\t', '\t');
            }
            case "cntrl" -> {
                addRange(set, 0, 31);
                addRange(set, 127, 127);
            }
            case "digit" -> addRange(set, '0', '9');
            case "graph" -> addRange(set, 33, 126);
            case "lower" -> addRange(set, 'a', 'z');
            case "print" -> addRange(set, 32, 126);
            case "punct" -> {
                addRange(set, 33, 47);
                addRange(set, 58, 64);
                addRange(set, 91, 96);
                addRange(set, 123, 126);
            }
            case "space" -> {
                addRange(set, '\t', dialect == Dialect.GIT ? '\n' : '\r');
                addRange(set, '\r', '\r');
                addRange(set, ' ', ' ');
            }
            case "upper" -> addRange(set, 'A', 'Z');
            case "xdigit" -> {
                addRange(set, '0', '9');
                addRange(set, 'A', 'F');
                addRange(set, 'a', 'f');
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void addRange(long[] set, int first, int last) {
        for (int b = first; b <= last; b++) {
            set[b >> 6] |= 1L << b;
        }
    }

    private int peek() {
        return at < pattern.length ? pattern[at] & 0xff : -1;
    }

    @Override
    public String toString() {
        return count + " units of " + Arrays.toString(pattern);
    }
}
