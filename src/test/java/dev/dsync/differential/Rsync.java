package dev.dsync.differential;

import dev.dsync.process.Command;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The oracle: {@code rsync -a --modify-window=-1}. */
public final class Rsync implements SyncUnderTest {

    @Override
    public Outcome run(Invocation invocation) throws IOException {
        List<String> argv = new ArrayList<>();
        if (invocation.asNobody()) {
            argv.addAll(Invocation.AS_NOBODY);
        }
        argv.add(Precondition.program("rsync").toString());
        if (!invocation.bare()) {
            argv.add("-a");
        }
        argv.add("--modify-window=-1");
        argv.addAll(invocation.flags());
        argv.addAll(invocation.locations());
        return Outcome.of(Command.of(argv).run());
    }
}
