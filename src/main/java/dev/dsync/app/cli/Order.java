package dev.dsync.app.cli;

import java.time.Instant;
import java.util.Optional;

/**
 * A push or pull with all that was said about it: what it does, and what it shows.
 *
 * @param end when it ends, done or not; empty for whenever it is done
 * @param waits whether it waits while another run writes where it would
 */
record Order(RunOptions run, ViewOptions view, Optional<Instant> end, boolean waits) {}
