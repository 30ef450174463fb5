package dev.dsync.engine.apply;

import java.util.function.IntUnaryOperator;

/**
 * How ids of the source are written here.
 *
 * @param user from a user id of the source to one of this machine
 * @param group from a group id of the source to one of this machine
 */
public record Ids(IntUnaryOperator user, IntUnaryOperator group) {
    /** Numbers stay as they are. */
    public static final Ids NUMERIC =
            new Ids(IntUnaryOperator.identity(), IntUnaryOperator.identity());
}
