package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".dsync",
                ".dsync-",
                ".dsync-0a1b",
                ".DSync",
                ".DSYNC-X",
                ".d\u017fync",
                ".D\u017fYNC-1",
                ".ds\u200cync",
                "\u200b.dsync",
                ".dsync\ufeff",
                ".dsync\u00ad-x"
            })
    void ownName_isReserved(String name) {
        assertEquals(true, ReservedNames.covers(Name.literal(name)));
        for (String path : List.of(name, name + "/b", "a/" + name, "a/" + name + "/b")) {
            assertEquals(true, ReservedNames.coversAnyOf(RelPath.literal(path)), path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dsync",
                ".dsyncignore",
                ".dsyn",
                ".dsyncx",
                "..dsync",
                ".dsync.",
                ".dsync~",
                "a.dsync",
                ".d\u00e9ync",
                ".",
                "\u00e9",
                ".dsync\u00e9"
            })
    void anyOtherName_isNot(String name) {
        assertEquals(false, !name.equals(".") && ReservedNames.covers(Name.literal(name)));
        String path = name.equals(".") ? "" : "a/" + name + "/b";
        assertEquals(false, ReservedNames.coversAnyOf(RelPath.literal(path)));
    }
}
