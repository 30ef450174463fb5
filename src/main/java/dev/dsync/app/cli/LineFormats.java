package dev.dsync.app.cli;

import dev.dsync.app.render.ItemLines;
import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.app.render.OutFormat;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.Message.Role;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;

/** Lines of a run in formats the user gives. */
final class LineFormats {
    private static final String PIVOT = "/./";

    private final Direction direction;
    private final OutFormat.Source source;
    private final InstantSource clock;
    private final ZoneId zone;
    private final long process;

    LineFormats(
            Direction direction,
            OutFormat.Source source,
            InstantSource clock,
            ZoneId zone,
            long process) {
        this.direction = direction;
        this.source = source;
        this.clock = clock;
        this.zone = zone;
        this.process = process;
    }

    static LineFormats of(RunOptions run, Direction direction) {
        return new LineFormats(
                direction,
                source(run),
                InstantSource.system(),
                ZoneId.systemDefault(),
                ProcessHandle.current().pid());
    }

    /** The line of an item in this format, where it has one. */
    Optional<String> line(OutFormat format, Item item, ItemLines lines) {
        OutFormat.Setting setting = new OutFormat.Setting(lines, direction, source, process);
        return format.line(item, setting, clock.instant(), zone);
    }

    /** Where files of one source here are, without the slash a path begins with. */
    static OutFormat.Source source(RunOptions run) {
        boolean sends = run.ownRole() == Role.SOURCE;
        TypedPath path = run.sources().getFirst().path();
        String base = sends && run.sources().size() == 1 ? base(path, run.scope().relative()) : "";
        return new OutFormat.Source(sends, Escape.path(Latin.bytes(base)));
    }

    private static String base(TypedPath path, boolean relative) {
        String typed = Latin.text(path.bytes());
        String base;
        if (relative) {
            int pivot = typed.indexOf(PIVOT);
            base = pivot < 0 ? "" : typed.substring(0, pivot);
        } else {
            int name = path.meansContents() ? 0 : path.lastComponent().length;
            base = typed.substring(0, typed.length() - name);
        }
        return base.replaceAll("/+$", "").replaceAll("^(/|\\./)+", "").replaceAll("^\\.$", "");
    }
}
