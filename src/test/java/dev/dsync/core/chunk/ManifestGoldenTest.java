package dev.dsync.core.chunk;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestGoldenTest {
    /** A store that writes down what it is given. */
    private static final class Written implements PageStore {
        final MemoryPageStore pages = new MemoryPageStore();
        final StringBuilder text = new StringBuilder();

        @Override
        public Optional<byte[]> find(Digest name) {
            return pages.find(name);
        }

        @Override
        public boolean contains(Digest name) {
            return pages.contains(name);
        }

        @Override
        public void put(Digest name, byte[] page) {
            pages.put(name, page);
            String bytes =
                    page.length > 500 ? page.length + " bytes" : HexFormat.of().formatHex(page);
            text.append("page ").append(name).append(' ').append(bytes).append('\n');
        }
    }

    private static String manifest(byte[] content, long zerosBehind) throws IOException {
        Written written = new Written();
        Manifest.Writer writer = new Manifest.Writer(written);
        ChunkStream stream =
                new ChunkStream(
                        Chunker.standard(),
                        (bytes, offset, length, count) -> {
                            byte[] chunk = Arrays.copyOfRange(bytes, offset, offset + length);
                            writer.add(new ChunkRun(new Chunk(Sha256.of(chunk), length), count));
                        });
        stream.write(content, 0, content.length);
        stream.zeros(zerosBehind);
        stream.finish();
        Manifest manifest = writer.finish();
        StringBuilder text = new StringBuilder();
        text.append(
                "root %s %d %d %d\n"
                        .formatted(
                                manifest.root().name(),
                                manifest.root().level(),
                                manifest.root().entries(),
                                manifest.root().bytes()));
        Optional<ChunkRun> only = manifest.only();
        if (only.isPresent()) {
            byte[] payload = new byte[ChunkRun.PAYLOAD_MAX];
            int length = only.get().write(payload);
            text.append("record ")
                    .append(HexFormat.of().formatHex(payload, 0, length))
                    .append('\n');
        }
        return text.append(written.text).toString();
    }

    @Test
    void contents_haveTheManifestsWritten() throws IOException {
        Map<String, String> manifests = new LinkedHashMap<>();
        manifests.put("noise 1 0", manifest(new byte[0], 0));
        manifests.put("noise 1 1", manifest(Contents.noise(1, 1), 0));
        manifests.put("noise 1 200000", manifest(Contents.noise(1, 200_000), 0));
        manifests.put("noise 1 10000000", manifest(Contents.noise(1, 10_000_000), 0));
        manifests.put("zeros 196608", manifest(new byte[0], 196_608));
        manifests.put(
                "noise 1 100000, zeros 107374182400",
                manifest(Contents.noise(1, 100_000), 100L << 30));
        StringBuilder text = new StringBuilder();
        manifests.forEach((name, lines) -> text.append(name).append('\n').append(lines));
        Golden.check("manifests/v1/manifests.txt", text.toString());
    }
}
