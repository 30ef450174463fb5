package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.chunks;
import static dev.dsync.io.index.Facts.put;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that writes an index round by round, says what it has committed, and never ends. */
final class IndexWriting {
    /** Files written in each bulk, all anew in each round. */
    static final int FILES = 150;

    /** Files written after it, committed one by one. */
    static final int COMMITS = 10;

    private IndexWriting() {}

    /** Arguments: the state directory, the number of the first round. */
    public static void main(String[] args) throws IOException {
        try (Kept kept = new Kept().open(Path.of(args[0]))) {
            OpenedIndex opened = kept.index();
            say("opened " + opened.finding());
            for (int round = Integer.parseInt(args[1]); ; round++) {
                write(opened.index(), round);
            }
        }
    }

    private static void write(Index index, int round) {
        try (Index.Bulk _ = index.bulk()) {
            for (int i = 0; i < FILES; i++) {
                write(index, "bulk/" + i, round, i == 7 ? 2000 : 3);
            }
        }
        say("bulk " + round);
        for (int i = 0; i < COMMITS; i++) {
            write(index, "logged/" + i, round, 2);
            index.commit();
            say("logged/" + i + " " + round);
        }
    }

    private static void write(Index index, String path, int round, int count) {
        put(index, path, content(path, round), records(path, round, count));
    }

    static String content(String path, int round) {
        return path + " in " + round;
    }

    static List<IndexedChunk> records(String path, int round, int count) {
        return chunks(content(path, round) + " chunk ", count);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
