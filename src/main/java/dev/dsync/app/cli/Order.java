package dev.dsync.app.cli;

/** A push or pull with all that was said about it: what it does, and what it shows. */
record Order(RunOptions run, ViewOptions view) {}
