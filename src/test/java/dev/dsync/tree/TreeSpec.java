package dev.dsync.tree;

import dev.dsync.process.Command;
import dev.dsync.process.NativeTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory tree written down, one entry a line: {@code KIND PATH FIELD...}.
 *
 * <pre>
 * d  dir          0755 @1000000000.5          f  file     0640 uid=7 gid=8 "literal\n"+rand:SEED:100k+hole:1M+zero:3
 * l  link         -&gt; ../target                h  other    = file
 * p  fifo         s  socket                   c  null     1:3          b  disk  7:0
 * f  x            user.a="value"              #  a comment
 * f  y  0670      acl=g::4,u:9:7              d  dir      default=u::7,g::5,m::7,u:9:7
 * </pre>
 *
 * Paths are escaped as {@code \xHH \n \e \s \\}. What is not said is 0644 (0755 for a directory)
 * and 2001-09-09; missing parents are made so. Times from 2024 to 2199 are refused, because a look
 * calls them "now"; {@code @now} is one of them. Access control lists have bits as digits; those of
 * owner, mask and others of {@code acl} come from the mode.
 */
public record TreeSpec(List<SpecLine> lines) {

    public TreeSpec {
        lines = List.copyOf(lines);
    }

    public static TreeSpec of(String text) {
        List<SpecLine> lines = new ArrayList<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> lines.add(SpecLine.parse(line)));
        return new TreeSpec(lines);
    }

    public static TreeSpec empty() {
        return new TreeSpec(List.of());
    }

    public TreeSpec plus(TreeSpec more) {
        List<SpecLine> all = new ArrayList<>(lines);
        all.addAll(more.lines);
        return new TreeSpec(all);
    }

    /** The same tree as the contents of a directory. */
    public TreeSpec under(String directory) {
        return new TreeSpec(
                lines.stream().map(line -> line.under(EscapedName.canonical(directory))).toList());
    }

    /**
     * Without that entry, what is beneath it and the hard links to it; an error if there is none.
     */
    public TreeSpec without(String path) {
        String gone = EscapedName.canonical(path);
        List<SpecLine> kept = lines.stream().filter(line -> !line.isOrIsBeneath(gone)).toList();
        if (kept.size() == lines.size()) {
            throw new IllegalArgumentException("no entry " + path);
        }
        return new TreeSpec(kept.stream().filter(line -> !line.isHardLinkTo(gone)).toList());
    }

    /** With that entry's fields said anew, as the line would be written. */
    public TreeSpec with(String line) {
        SpecLine replacement = SpecLine.parse(line);
        return new TreeSpec(
                lines.stream()
                        .map(old -> old.path().equals(replacement.path()) ? replacement : old)
                        .toList());
    }

    /** Makes root anew with exactly this tree in it. */
    public void build(Path root) throws IOException {
        tool("make", root);
    }

    /** Builds the tree in a root that keeps what it has. */
    public void addTo(Path root) throws IOException {
        tool("add", root);
    }

    /** Removes a tree whatever its names and modes are. */
    public static void remove(Path root) throws IOException {
        Command.of(NativeTool.program("tree").toString(), "rm", root.toString()).run().succeeded();
    }

    private void tool(String verb, Path root) throws IOException {
        StringBuilder list = new StringBuilder();
        withParents().forEach(line -> list.append(line.forTool()).append('\n'));
        Command.of(NativeTool.program("tree").toString(), verb, root.toString())
                .fed(list.toString())
                .run()
                .succeeded();
    }

    private List<SpecLine> withParents() {
        Map<String, SpecLine> byPath = new LinkedHashMap<>();
        lines.stream()
                .filter(line -> line.kind() == 'd')
                .forEach(line -> byPath.put(line.path(), line));
        Map<String, SpecLine> ordered = new LinkedHashMap<>();
        for (SpecLine line : lines) {
            for (int slash = line.path().indexOf('/');
                    slash >= 0;
                    slash = line.path().indexOf('/', slash + 1)) {
                String parent = line.path().substring(0, slash);
                ordered.putIfAbsent(
                        parent, byPath.getOrDefault(parent, SpecLine.directory(parent)));
            }
            if (ordered.putIfAbsent(line.path(), line) != null && line.kind() != 'd') {
                throw new IllegalArgumentException("twice in one tree: " + line.path());
            }
        }
        return List.copyOf(ordered.values());
    }
}
