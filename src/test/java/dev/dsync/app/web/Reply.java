package dev.dsync.app.web;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server answers, as it came. */
record Reply(int status, List<String> headers, String latin) {
    /** Reads one, to the end its headers announce, or to that of the connection. */
    static Reply read(InputStream in, boolean head) throws IOException {
        String start = line(in);
        List<String> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        Reply bare = new Reply(Integer.parseInt(start.split(" ", -1)[1]), headers, "");
        if (bare.status == 100) {
            return read(in, head);
        }
        byte[] body = new byte[0];
        String length = bare.header("Content-Length");
        if (head || bare.status == 304 || bare.status == 204) {
            body = new byte[0];
        } else if (!length.isEmpty()) {
            int bytes = Integer.parseInt(length);
            body = in.readNBytes(bytes);
            if (body.length < bytes) {
                throw new EOFException("cut off after " + body.length + " of " + bytes);
            }
        } else if (bare.header("Transfer-Encoding").equals("chunked")) {
            body = chunks(in);
        }
        return new Reply(bare.status, headers, new String(body, StandardCharsets.ISO_8859_1));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int bytes = Integer.parseInt(line(in), 16);
            body.writeBytes(in.readNBytes(bytes));
            String end = line(in);
            if (bytes == 0) {
                return body.toByteArray();
            }
            if (!end.isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("cut off in the headers");
            }
            if (b == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) b);
        }
    }

    /** A header; empty if there is none. */
    String header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }

    byte[] body() {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }
}
