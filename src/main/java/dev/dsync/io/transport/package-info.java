/** A byte stream between two devices: TLS over TCP, ssh stdio, or an in-process pipe. */
@NullMarked
package dev.dsync.io.transport;

import org.jspecify.annotations.NullMarked;
