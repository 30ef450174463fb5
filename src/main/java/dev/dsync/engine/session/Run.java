package dev.dsync.engine.session;

import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Machine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One side of a run whose terms are agreed. */
sealed interface Run extends Machine, AutoCloseable
        permits SourceRun, RemovingSource, TargetRun, ConfirmingTarget, PeerRun {
    /** What to do first. */
    List<Effect> start() throws IOException;

    /** How it ended, once it has. */
    Optional<Ending> ending();

    @Override
    void close() throws IOException;
}
