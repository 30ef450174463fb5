package dev.dsync.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The cases that also run as processes whose other end is reached through a transport, as {@code
 * remote.txt} names them.
 */
final class RemoteCases {

    /** What lies between the two ends. */
    enum Transport {
        SSH,
        TLS
    }

    /** A case, and which end the user is at. */
    record Chosen(DifferentialCase one, Set<Transport> transports, boolean pushesOverSsh) {

        boolean pushes(Transport transport) {
            return (transport == Transport.SSH) == pushesOverSsh;
        }
    }

    private RemoteCases() {}

    static List<Chosen> all() {
        Map<String, DifferentialCase> built =
                CaseTable.built().stream()
                        .collect(Collectors.toMap(DifferentialCase::name, Function.identity()));
        List<Chosen> chosen = new ArrayList<>();
        for (String line : CaseTable.lines("remote.txt")) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            DifferentialCase one = built.get(words.get(1));
            if (one == null) {
                throw new IllegalStateException("no case is built that is named " + words.get(1));
            }
            Set<Transport> transports =
                    words.size() == 2
                            ? Set.of(Transport.values())
                            : Set.of(Transport.valueOf(words.get(2)));
            chosen.add(new Chosen(one, transports, words.getFirst().equals("push")));
        }
        return chosen;
    }

    static List<Chosen> over(Transport transport) {
        return all().stream().filter(one -> one.transports.contains(transport)).toList();
    }
}
