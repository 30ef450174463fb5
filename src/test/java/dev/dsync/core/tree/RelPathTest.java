package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelPathTest {
    /**
     * Every path of up to five bytes over a byte less than the slash, the slash, a letter and a
     * byte over 127.
     */
    private static List<RelPath> allShort() {
        byte[] alphabet = {1, '/', 'a', (byte) 0xfe};
        List<RelPath> paths = new ArrayList<>();
        for (int length = 0; length <= 5; length++) {
            for (int n = 0; n < 1 << (2 * length); n++) {
                byte[] bytes = new byte[length];
                for (int i = 0; i < length; i++) {
                    bytes[i] = alphabet[(n >> (2 * i)) & 3];
                }
                try {
                    paths.add(RelPath.of(bytes));
                } catch (IllegalNameException e) {
                    assertTrue(
                            isIllegal(bytes),
                            () -> "refused " + new String(bytes, StandardCharsets.ISO_8859_1));
                    continue;
                }
                assertTrue(!isIllegal(bytes));
            }
        }
        return paths;
    }

    private static boolean isIllegal(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.startsWith("/") || text.endsWith("/") || text.contains("//");
    }

    private static List<Name> names(RelPath path) {
        List<Name> names = new ArrayList<>();
        for (RelPath at = path; !at.isRoot(); at = at.parent()) {
            names.addFirst(at.name());
        }
        return names;
    }

    private static int byComponents(RelPath a, RelPath b) {
        List<Name> left = names(a);
        List<Name> right = names(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return left.size() - right.size();
    }

    @Test
    void everyPairOfShortPaths_orderedByComponents() {
        List<RelPath> paths = allShort();
        for (int i = 0; i < paths.size(); i += 13) {
            for (RelPath other : paths) {
                RelPath path = paths.get(i);
                assertEquals(
                        Integer.signum(byComponents(path, other)),
                        Integer.signum(path.compareTo(other)));
            }
        }
    }

    @Test
    void everyShortPath_isItsParentAndName() throws IllegalNameException {
        for (RelPath path : allShort()) {
            assertEquals(names(path).size(), path.depth());
            assertEquals(names(path), path.names());
            assertEquals(path, RelPath.of(path.bytes()));
            if (!path.isRoot()) {
                assertEquals(path, path.parent().child(path.name()));
                assertTrue(path.isWithin(path.parent()));
                assertEquals(path, path.parent().resolve(path.relativeTo(path.parent())));
            }
        }
    }

    @Test
    void everyShortPath_liesInWhatItIsWithin() {
        List<RelPath> paths = allShort();
        for (int i = 0; i < paths.size(); i += 29) {
            RelPath path = paths.get(i);
            List<RelPath> within =
                    paths.stream().filter(p -> !p.isRoot() && path.isWithin(p)).toList();
            assertEquals(within.reversed(), path.upwards());
            Set<RelPath> above = new HashSet<>(within);
            above.add(RelPath.ROOT);
            above.remove(path);
            assertEquals(path.isRoot() ? Set.of() : above, RelPath.above(List.of(path)));
        }
    }

    @Test
    void everyPairOfShortPaths_withinIffComponentsBegin() {
        List<RelPath> paths = allShort();
        for (int i = 0; i < paths.size(); i += 29) {
            RelPath path = paths.get(i);
            for (RelPath directory : paths) {
                List<Name> above = names(directory);
                List<Name> all = names(path);
                boolean within =
                        all.size() >= above.size() && all.subList(0, above.size()).equals(above);
                assertEquals(within, path.isWithin(directory), () -> path + " in " + directory);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "a/", "/a", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\0b"})
    void whatIsNoPath_refused(String path) {
        assertThrows(
                IllegalNameException.class,
                () -> RelPath.of(path.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void lengths_boundedAtTheirLimits() throws IllegalNameException {
        String longest =
                ("a".repeat(254) + "/").repeat(16).substring(0, 4079) + "/" + "b".repeat(16);
        assertEquals(4096, RelPath.literal(longest).length());
        assertThrows(
                IllegalNameException.class,
                () -> RelPath.of((longest + "b").getBytes(StandardCharsets.UTF_8)));
        assertThrows(
                IllegalNameException.class,
                () -> RelPath.literal(longest).child(Name.literal("c")));
        assertThrows(
                IllegalNameException.class,
                () -> RelPath.literal(longest).resolve(RelPath.literal("c")));
        assertEquals(255, Name.literal("a".repeat(255)).length());
        assertThrows(IllegalArgumentException.class, () -> Name.literal("a".repeat(256)));
    }
}
