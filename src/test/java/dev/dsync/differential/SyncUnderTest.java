package dev.dsync.differential;

import java.io.IOException;

/** A program that understands rsync's command line, run in whatever way. */
@FunctionalInterface
public interface SyncUnderTest {

    Outcome run(Invocation invocation) throws IOException;
}
