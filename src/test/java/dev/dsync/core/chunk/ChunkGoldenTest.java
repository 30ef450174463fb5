package dev.dsync.core.chunk;

import dev.dsync.core.hash.Golden;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChunkGoldenTest {
    private static Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("noise 1 600000", Contents.noise(1, 600_000));
        contents.put("noise 2 0", Contents.noise(2, 0));
        for (int length : new int[] {1, 16_383, 16_384, 16_385, 49_151, 49_152, 49_153}) {
            contents.put("noise 2 " + length, Contents.noise(2, length));
        }
        contents.put("bits 3 1 200000", Contents.bits(3, 1, 200_000));
        contents.put("bits 4 15 200000", Contents.bits(4, 15, 200_000));
        contents.put("sparse 5 5000 200000", Contents.sparse(5, 5000, 200_000));
        contents.put("sparse 6 60000 300000", Contents.sparse(6, 60_000, 300_000));
        contents.put("periodic 7 1000 200000", Contents.periodic(7, 1000, 200_000));
        contents.put("periodic 8 70000 300000", Contents.periodic(8, 70_000, 300_000));
        contents.put("periodic 9 1 200000", Contents.periodic(9, 1, 200_000));
        contents.put("zeros 200000", new byte[200_000]);
        return contents;
    }

    @Test
    void contents_areCutAsWritten() throws IOException {
        StringBuilder text = new StringBuilder();
        contents()
                .forEach(
                        (name, bytes) -> {
                            List<Integer> lengths = Contents.cuts(Chunker.standard(), bytes);
                            text.append(name)
                                    .append(": ")
                                    .append(
                                            lengths.stream()
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(" ")))
                                    .append('\n');
                        });
        Golden.check("chunks/v1/cuts.txt", text.toString());
    }
}
