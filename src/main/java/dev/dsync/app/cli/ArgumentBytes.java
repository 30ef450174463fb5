package dev.dsync.app.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program's arguments as the bytes they were typed in: the JVM hands them out as text, in which
 * names that are not UTF-8 are lost.
 */
final class ArgumentBytes {
    private static final String COMMAND_LINE = "/proc/self/cmdline";

    private ArgumentBytes() {}

    /** The bytes of {@code args}, from the kernel where text may have lost some. */
    static List<byte[]> of(String[] args) {
        if (Arrays.stream(args).allMatch(arg -> arg.chars().allMatch(c -> c < 0x80))) {
            return utf8(args);
        }
        try (InputStream in = new FileInputStream(COMMAND_LINE)) {
            return tail(in.readAllBytes(), args);
        } catch (IOException e) {
            return utf8(args); // a system without /proc: names that are UTF-8 still work
        }
    }

    /** The last arguments of a command line, if they can be those that {@code args} show. */
    static List<byte[]> tail(byte[] commandLine, String[] args) {
        List<byte[]> all = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                all.add(Arrays.copyOfRange(commandLine, start, i));
                start = i + 1;
            }
        }
        if (all.size() < args.length) {
            return utf8(args);
        }
        List<byte[]> tail = all.subList(all.size() - args.length, all.size());
        for (int i = 0; i < args.length; i++) {
            if (!agree(tail.get(i), args[i])) {
                return utf8(args);
            }
        }
        return List.copyOf(tail);
    }

    /** Whether the ASCII in both is the same. */
    private static boolean agree(byte[] bytes, String text) {
        int[] fromBytes = new String(bytes, StandardCharsets.ISO_8859_1).chars().toArray();
        int[] ascii = Arrays.stream(fromBytes).filter(c -> c < 0x80).toArray();
        return Arrays.equals(ascii, text.chars().filter(c -> c < 0x80).toArray());
    }

    private static List<byte[]> utf8(String[] args) {
        return Arrays.stream(args).map(arg -> arg.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
