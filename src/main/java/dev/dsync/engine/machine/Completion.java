package dev.dsync.engine.machine;

/** What came of a {@link Job}; each machine has its own, and is given them back. */
public interface Completion {}
