package dev.dsync.engine.session;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Reason;
import dev.dsync.io.wire.ProtocolException;
import java.io.IOException;
import java.util.Optional;

/** What an error makes of a run, and what of it the peer is told. */
final class Endings {
    /** What is named where a failure is not that of one path. */
    private static final String DESTINATION = "into the destination";

    private Endings() {}

    /** The ending that an error brings about. */
    static Ending of(IOException cause) {
        return switch (cause) {
            case Refusal refusal -> new Ending.Refused(refusal.reason(), refusal.detail(), false);
            case ProtocolException broken -> new Ending.Broken(words(broken));
            // A page that was made here is not malformed.
            case MalformedPageException broken -> new Ending.Broken(words(broken));
            case Defect defect -> new Ending.Failed(defect.part(), words(defect));
            case FsException failure ->
                    switch (failure.reason()) {
                        case NO_SPACE, QUOTA ->
                                new Ending.Refused(Reason.NO_SPACE, DESTINATION, false);
                        case READ_ONLY, ACCESS_DENIED, NOT_PERMITTED ->
                                new Ending.Refused(Reason.UNWRITABLE, DESTINATION, false);
                        case NOT_FOUND,
                                EXISTS,
                                NOT_DIRECTORY,
                                IS_DIRECTORY,
                                NOT_EMPTY,
                                SYMLINK,
                                OUTSIDE,
                                NAME_TOO_LONG,
                                OTHER_FILE_SYSTEM,
                                BUSY,
                                TOO_MANY_LINKS,
                                TOO_MANY_OPEN,
                                UNSUPPORTED,
                                INPUT_OUTPUT,
                                OTHER ->
                                new Ending.Failed(Ending.Part.FILES, words(failure));
                    };
            case IOException other -> new Ending.Failed(Ending.Part.FILES, words(other));
        };
    }

    /** What the peer is told of it. */
    static Optional<Message.Refuse> toldPeer(Ending ending) {
        return switch (ending) {
            case Ending.Refused refused when !refused.byPeer() ->
                    Optional.of(new Message.Refuse(refused.reason(), refused.detail()));
            case Ending.Broken broken ->
                    Optional.of(new Message.Refuse(Reason.MALFORMED, broken.what()));
            case Ending.Failed failed ->
                    Optional.of(
                            new Message.Refuse(
                                    switch (failed.part()) {
                                        case FILES -> Reason.FILE_IO;
                                        case MEMORY, PROGRAM -> Reason.INTERNAL;
                                    },
                                    failed.what()));
            case Ending.Done _, Ending.Refused _, Ending.Lost _, Ending.Cancelled _ ->
                    Optional.empty();
        };
    }

    private static String words(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
