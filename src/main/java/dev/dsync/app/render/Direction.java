package dev.dsync.app.render;

/** Which way content goes as the side with the user sees it; rsync's first item letter. */
public enum Direction {
    /** To another machine. */
    SENT('<'),
    /** To this machine, also from itself. */
    RECEIVED('>');

    private final char letter;

    Direction(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }
}
