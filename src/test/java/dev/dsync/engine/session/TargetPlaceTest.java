package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where bytes go, when that is over. */
final class TargetPlaceTest {
    private static byte[] path(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    /** One thing, but for a call of that name. */
    private static <T> T proxy(Class<T> type, T real, String call, Instead instead) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            try {
                                Object answer = method.invoke(real, arguments);
                                return method.getName().equals(call)
                                        ? instead.of(answer, arguments)
                                        : answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    /** What a call gives in place of the answer it would. */
    private interface Instead {
        Object of(Object answer, Object[] arguments) throws IOException;
    }

    /** A file system in which other roots than {@code b} cannot be closed without a complaint. */
    private static FileSystem complaining(FileSystem system) {
        return proxy(
                FileSystem.class,
                system,
                "openRoot",
                (root, arguments) -> {
                    String path = new String((byte[]) arguments[0], StandardCharsets.UTF_8);
                    return path.equals("b/")
                            ? root
                            : proxy(
                                    Root.class,
                                    (Root) root,
                                    "close",
                                    (_, _) -> {
                                        throw new IOException(path);
                                    });
                });
    }

    @Test
    void closeThatFails_closesTheRestAndGivesTheLockBack() throws IOException {
        Scenario scenario = new Scenario(1);
        scenario.to.makeDirectory(path("c"), 0755);
        scenario.to.makeDirectory(path("d"), 0755);
        TargetPlace place =
                TargetPlace.open(
                        complaining(scenario.to), TypedPath.literal("b/"), false, false, null);
        var _ = place.backups(TypedPath.literal("../c"));
        var _ =
                place.alternates(
                        new Policy.Alternates(
                                Policy.Alternates.Use.COPY, List.of(TypedPath.literal("../d"))),
                        scenario.profile);
        IOException first = assertThrows(IOException.class, place::close);
        assertTrue(String.valueOf(first.getMessage()).endsWith("d"), first.toString());
        assertEquals(1, first.getSuppressed().length);
        try (Root again = scenario.to.openRoot(path("b"))) {
            assertTrue(again.tryLock());
        }
    }
}
