package dev.dsync.differential;

import java.util.List;

/**
 * One run as a case asks for it.
 *
 * @param flags without {@code -a} and {@code --modify-window}, which the oracle adds
 * @param bare that {@code -a} does not hold, because one of the flags it stands for is given
 * @param asNobody to be run as the user 65534, since root may read everything
 */
public record Invocation(
        List<String> flags, List<String> locations, boolean bare, boolean asNobody) {

    public Invocation {
        flags = List.copyOf(flags);
        locations = List.copyOf(locations);
    }

    static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--");
}
