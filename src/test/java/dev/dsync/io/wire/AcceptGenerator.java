package dev.dsync.io.wire;

import java.util.random.RandomGenerator;

/** Random agreements. */
final class AcceptGenerator {
    private AcceptGenerator() {}

    static Message.Accept accept(RandomGenerator random, MessageGenerator parts) {
        return new Message.Accept(
                parts.profile(),
                parts.list(parts::path),
                parts.list(parts::path),
                parts.orNull(parts::name),
                random.nextInt(9),
                parts.flag(),
                parts.flag(),
                parts.flag(),
                parts.flag(),
                parts.flag());
    }
}
