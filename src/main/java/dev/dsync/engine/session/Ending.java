package dev.dsync.engine.session;

import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.wire.Message;
import java.util.List;

/** How a session ended. */
public sealed interface Ending {
    /**
     * The plan was carried out, or told in a dry run.
     *
     * @param done what was done of it
     * @param literalBytes content bytes that came from the source
     * @param problems paths that failed, at either side
     * @param vanished whether all of them are files that vanished from the source
     * @param unkept what the target could not keep
     */
    record Done(PlanSummary done, long literalBytes, long problems, boolean vanished, Unkept unkept)
            implements Ending {
        /** What a target says at its end, with the problems the source met. */
        static Done of(Message.Finished finished, List<Problem> atSource) {
            long gone = atSource.stream().filter(p -> p.kind() == Problem.Kind.VANISHED).count();
            long failed = atSource.stream().filter(p -> !p.kind().isNotice()).count();
            long all = finished.problems() + failed;
            return new Done(
                    finished.done(),
                    finished.literalBytes(),
                    all,
                    all > 0 && all == finished.vanished() + gone,
                    finished.unkept());
        }
    }

    /** One side would not go on; {@code detail} names what and where. */
    record Refused(Message.Reason reason, String detail, boolean byPeer) implements Ending {}

    /** The connection was lost. */
    record Lost(String reason) implements Ending {}

    /** The peer did not keep to the protocol. */
    record Broken(String what) implements Ending {}

    /** This side failed. */
    record Failed(Part part, String what) implements Ending {
        /** What should not have happened. */
        public static Failed of(Throwable thrown) {
            Defect defect = Defect.of(thrown);
            return new Failed(defect.part(), String.valueOf(defect.getMessage()));
        }
    }

    /** What of a side can fail. */
    enum Part {
        /** Files, and the disk they are on. */
        FILES,
        /** There was not enough. */
        MEMORY,
        /** A fault of the program itself. */
        PROGRAM
    }

    /** The user ended it. */
    record Cancelled() implements Ending {}
}
