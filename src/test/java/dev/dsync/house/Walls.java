package dev.dsync.house;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules about who may use what, applied to compiled classes beneath one root package. */
final class Walls {
    /** Third-party packages and the rooms that may name them; anything not listed is refused. */
    private static final Map<String, Set<String>> CONFINED =
            Map.ofEntries(
                    Map.entry("net.openhft.hashing", Set.of("hash")),
                    Map.entry("com.github.luben.zstd", Set.of("codec")),
                    Map.entry("org.rocksdb", Set.of("index")),
                    Map.entry("org.bouncycastle", Set.of("trust", "pairing")),
                    Map.entry("com.google.protobuf", Set.of("wire")),
                    Map.entry("javax.jmdns", Set.of("discover")),
                    Map.entry("io.methvin.watcher", Set.of("fs")),
                    Map.entry("picocli", Set.of("cli", "render")),
                    Map.entry("org.tomlj", Set.of("cli", "batch")),
                    Map.entry("com.fasterxml.jackson", Set.of("render", "control")),
                    Map.entry("com.google.zxing", Set.of("render")),
                    Map.entry("org.eclipse.jetty", Set.of("web")),
                    Map.entry("org.apache.commons.compress", Set.of("web", "chunk")),
                    Map.entry("java.lang.foreign", Set.of("fs")));

    private static final List<String> ANYWHERE =
            List.of("java.", "javax.", "jdk.", "org.jspecify.annotations.", "org.w3c.", "org.xml.");

    private static final List<String> BANNED_IN_CORE =
            List.of(
                    "java.io.",
                    "java.nio.file.",
                    "java.nio.channels.",
                    "java.net.",
                    "java.util.concurrent.",
                    "java.util.logging.",
                    "java.lang.System$Logger",
                    "java.time.Clock",
                    "java.time.InstantSource");

    /** Calls that make a result depend on something nobody passed in. */
    private static final Set<String> BANNED_CALLS =
            Set.of(
                    "java.lang.System.nanoTime()",
                    "java.lang.System.currentTimeMillis()",
                    "java.lang.Math.random()",
                    "java.util.Random.<init>()",
                    "java.util.concurrent.ThreadLocalRandom.current()",
                    "java.util.UUID.randomUUID()",
                    "java.time.InstantSource.system()",
                    "java.util.Locale.getDefault()",
                    "java.util.Locale.getDefault(java.util.Locale$Category)",
                    "java.util.TimeZone.getDefault()",
                    "java.time.ZoneId.systemDefault()",
                    "java.nio.charset.Charset.defaultCharset()",
                    "java.lang.String.getBytes()",
                    "java.lang.String.<init>([B)",
                    "java.lang.String.<init>([B, int, int)",
                    "java.lang.String.toLowerCase()",
                    "java.lang.String.toUpperCase()",
                    "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
                    "java.lang.String.formatted([Ljava.lang.Object;)",
                    "java.io.InputStreamReader.<init>(java.io.InputStream)",
                    "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
                    "java.io.ByteArrayOutputStream.toString()");

    private final String root;
    private final ImportTable table;

    Walls(String root, ImportTable table) {
        this.root = root;
        this.table = table;
    }

    /** One line for each breach, beginning with the class at fault. */
    List<String> breaches(Iterable<JavaClass> classes) {
        List<String> breaches = new ArrayList<>();
        for (JavaClass javaClass : classes) {
            String[] place = place(javaClass);
            if (!table.rooms().containsKey(place[1])
                    || !table.room(place[1]).tier().equals(place[0])) {
                breaches.add(javaClass.getName() + " is in a package the table does not name");
                continue;
            }
            for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!target.isPrimitive() && !mayName(place, target)) {
                    breaches.add(javaClass.getName() + " uses " + target.getName());
                }
            }
            for (JavaAccess<?> access : javaClass.getAccessesFromSelf()) {
                String banned = banned(place, access);
                if (!banned.isEmpty()) {
                    breaches.add(javaClass.getName() + " uses " + banned);
                }
            }
        }
        return breaches.stream().distinct().sorted().toList();
    }

    /** Tier and room of a class; empty strings where its package has none. */
    private String[] place(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        if (!name.startsWith(root + ".")) {
            return new String[] {"", ""};
        }
        String[] parts = name.substring(root.length() + 1).split("\\.", -1);
        return new String[] {parts[0], parts.length > 1 ? parts[1] : ""};
    }

    private boolean mayName(String[] place, JavaClass target) {
        String name = target.getName();
        if (name.startsWith(root + ".")) {
            return table.room(place[1]).mayImport().contains(place(target)[1]);
        }
        if (place[0].equals("core")
                && !name.equals("java.io.IOException")
                && BANNED_IN_CORE.stream().anyMatch(name::startsWith)) {
            return false;
        }
        for (Map.Entry<String, Set<String>> confined : CONFINED.entrySet()) {
            if (name.startsWith(confined.getKey() + ".")) {
                return confined.getValue().contains(place[1]);
            }
        }
        return ANYWHERE.stream().anyMatch(name::startsWith);
    }

    private static String banned(String[] place, JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getName();
        if (access instanceof JavaFieldAccess) {
            boolean standardStream =
                    owner.equals("java.lang.System")
                            && Set.of("in", "out", "err").contains(target.getName());
            return standardStream && !place[0].equals("app") ? target.getFullName() : "";
        }
        if (place[1].equals("cli")) {
            return "";
        }
        boolean now =
                owner.startsWith("java.time.")
                        && (target.getName().equals("now")
                                || (owner.equals("java.time.Clock")
                                        && target.getName().startsWith("system")));
        boolean sleep = target.getName().equals("sleep") && owner.startsWith("java.");
        boolean listed = BANNED_CALLS.contains(target.getFullName());
        return now || sleep || listed ? target.getFullName() : "";
    }
}
