package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import dev.dsync.core.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageGoldenTest {
    /** A store that writes down what it is given. */
    private static final class Written implements PageStore {
        final StringBuilder text = new StringBuilder();

        @Override
        public Optional<byte[]> find(Digest name) {
            return Optional.empty();
        }

        @Override
        public boolean contains(Digest name) {
            return false;
        }

        @Override
        public void put(Digest name, byte[] page) {
            String bytes =
                    page.length > 200 ? page.length + " bytes" : HexFormat.of().formatHex(page);
            text.append(name).append(' ').append(bytes).append('\n');
        }

        void check(String file, PageRoot root) throws IOException {
            String first =
                    root.name()
                            + " "
                            + root.level()
                            + " "
                            + root.entries()
                            + " "
                            + root.bytes()
                            + "\n";
            Golden.check("page/v1/" + file, first + text);
        }
    }

    @Test
    void smallListing_asWritten() throws IOException {
        Records records = new Records();
        records.put("dir", "d");
        records.put("dir/one", "1");
        records.put("dir/two", "22");
        Written written = new Written();
        written.check("listing-small.txt", records.write(written));
    }

    @Test
    void listingOfThreeLevels_asWritten() throws IOException {
        Records records = new Records();
        for (int i = 0; i < 1000; i++) {
            records.put("a/dir%d/file%d".formatted(i / 40, i), "payload" + i);
        }
        Written written = new Written();
        written.check("listing-cut.txt", records.write(written));
    }

    @Test
    void listingOfLongRecords_asWritten() throws IOException {
        Records records = new Records();
        for (int i = 0; i < 20; i++) {
            records.put("file%02d".formatted(i), "x".repeat(10_000));
        }
        Written written = new Written();
        written.check("listing-long.txt", records.write(written));
    }

    @Test
    void manifests_asWritten() throws IOException {
        Written empty = new Written();
        empty.check("manifest-empty.txt", new PageWriter(PageKind.MANIFEST, empty).finish());
        Written written = new Written();
        PageWriter writer = new PageWriter(PageKind.MANIFEST, written);
        for (int i = 0; i < 1000; i++) {
            byte[] name =
                    Sha256.of(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)).bytes();
            byte[] payload = Arrays.copyOf(name, name.length + 1);
            writer.add(1000L + i, payload, payload.length);
        }
        written.check("manifest-cut.txt", writer.finish());
    }
}
