package dev.dsync.io.pairing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What one user reads to the other: a channel, by which the machine is found, and three words of
 * 1,024, which are the secret.
 *
 * @param channel empty where the machine is found otherwise
 * @param words from {@link #list}
 */
public record PairingCode(OptionalInt channel, List<String> words) {
    private static final int WORDS = 3;
    private static final int LIST_WORDS = 1024;

    /** No two words of the list begin with the same so many letters. */
    private static final int DISTINCT_LETTERS = 4;

    private static final int CHANNEL_MIN = 100;
    private static final int CHANNEL_MAX = 999;

    /** Text that is no code. */
    public static final class MalformedException extends Exception {
        private final String word;

        MalformedException(String word) {
            super("no code");
            this.word = word;
        }

        /** The first word that is not in the list; empty if another number of words was given. */
        public String word() {
            return word;
        }
    }

    /** Words that are kept as they are. */
    public PairingCode {
        words = List.copyOf(words);
    }

    /** A code nobody can guess. */
    public static PairingCode make(SecureRandom random) {
        List<String> list = list();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            words.add(list.get(random.nextInt(list.size())));
        }
        int channel = random.nextInt(CHANNEL_MIN, CHANNEL_MAX + 1);
        return new PairingCode(OptionalInt.of(channel), words);
    }

    /**
     * Reads a code, with or without its channel. Case and what stands between the words do not
     * matter, nor what stands behind the first four letters of a word.
     */
    public static PairingCode parse(String text) throws MalformedException {
        List<String> parts = new ArrayList<>();
        for (String part : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        OptionalInt channel = OptionalInt.empty();
        if (!parts.isEmpty() && parts.getFirst().matches("[0-9]{1,6}")) {
            channel = OptionalInt.of(Integer.parseInt(parts.removeFirst()));
        }
        List<String> words = new ArrayList<>();
        for (String part : parts) {
            words.add(known(part));
        }
        if (words.size() != WORDS) {
            throw new MalformedException("");
        }
        return new PairingCode(channel, words);
    }

    private static String known(String word) throws MalformedException {
        return list().stream()
                .filter(one -> beginning(one).equals(beginning(word)))
                .findFirst()
                .orElseThrow(() -> new MalformedException(word));
    }

    private static String beginning(String word) {
        return word.substring(0, Math.min(DISTINCT_LETTERS, word.length()));
    }

    /** The words codes are made of, sorted. */
    public static List<String> list() {
        try (InputStream in = PairingCode.class.getResourceAsStream("words.txt")) {
            if (in == null) {
                throw new IllegalStateException("no words");
            }
            List<String> words =
                    new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            if (words.size() != LIST_WORDS) {
                throw new IllegalStateException(words.size() + " words");
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words alone, which are what must stay between the two users. */
    String secret() {
        return String.join(" ", words);
    }

    /** As it is read out. */
    public String text() {
        return (channel.isPresent() ? channel.getAsInt() + " " : "") + secret();
    }

    /** Says nothing of the words. */
    @Override
    public String toString() {
        return "PairingCode";
    }
}
