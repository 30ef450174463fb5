package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which listeners a dialler leaves. */
final class AgreementTest {
    @ParameterizedTest
    @EnumSource(Message.Feature.class)
    void listenerThatDoesNotHeedWhatIsAskedFor_isLeft_othersAreNot(Message.Feature unknown)
            throws IOException {
        Scenario scenario = new Scenario(5);
        scenario.source.file("f", "x", 100);
        scenario.scope = withoutImplied();
        Optional<Ending> ending =
                scenario.pushedTo(
                        Agreed.without(unknown, scenario.profile, RelPath.literal("a")), "a/");
        boolean isLeft =
                ending.filter(
                                end ->
                                        end instanceof Ending.Refused refused
                                                && refused.reason() == Message.Reason.UNSUPPORTED)
                        .isPresent();
        assertEquals(unknown == Message.Feature.WITHOUT_IMPLIED, isLeft);
    }

    private static Scope withoutImplied() {
        return new Scope(
                true,
                false,
                false,
                true,
                true,
                List.of(),
                false,
                false,
                Scope.Missing.FAILS,
                false,
                Scope.Links.NONE,
                Scope.Ignores.NONE);
    }
}
