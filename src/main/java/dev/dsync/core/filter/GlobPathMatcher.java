package dev.dsync.core.filter;

import java.util.Arrays;

/** A pattern compared with more than the last component. */
final class GlobPathMatcher implements Matcher {
    private static final byte[] SLASH = {'/'};

    private final Automaton automaton;

    /** Whether a match may begin at any component, not only where the pattern is anchored. */
    private final boolean restarting;

    /**
     * Whether a directory is read with a slash after it, so that {@code dir/***} matches {@code
     * dir} too.
     */
    private final boolean slashAfterDirectory;

    private final long[] states;

    private GlobPathMatcher(
            Automaton automaton, boolean restarting, boolean slashAfterDirectory, long[] states) {
        this.automaton = automaton;
        this.restarting = restarting;
        this.slashAfterDirectory = slashAfterDirectory;
        this.states = states;
    }

    /**
     * The pattern before the first component; with {@code afterSlash}, one slash is taken as read.
     */
    static GlobPathMatcher start(
            Automaton automaton,
            boolean restarting,
            boolean slashAfterDirectory,
            boolean afterSlash) {
        long[] states = automaton.start();
        if (afterSlash) {
            states = automaton.read(states, SLASH, 0, 1, false);
        }
        return new GlobPathMatcher(automaton, restarting, slashAfterDirectory, states);
    }

    @Override
    public boolean matches(byte[] name, int offset, int length, boolean directory) {
        return automaton.matches(states, name, offset, length, directory && slashAfterDirectory);
    }

    @Override
    public Matcher enter(byte[] name) {
        long[] next = automaton.read(states, name, 0, name.length, restarting);
        next = automaton.read(next, SLASH, 0, 1, restarting);
        return Arrays.equals(next, states)
                ? this
                : new GlobPathMatcher(automaton, restarting, slashAfterDirectory, next);
    }

    @Override
    public boolean isDead() {
        return !restarting && Automaton.isDead(states);
    }
}
