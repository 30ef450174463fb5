package dev.dsync.io.wire;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Problem;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an enum's constants on the wire, counted from 1 in the order given here; 0 is no
 * constant.
 */
final class WireEnum<E extends Enum<E>> {
    static final WireEnum<Message.Role> ROLE =
            new WireEnum<>(
                    Message.Role.class,
                    List.of(Message.Role.SOURCE, Message.Role.TARGET, Message.Role.PEER));

    static final WireEnum<Message.ReportLevel> REPORT_LEVEL =
            new WireEnum<>(
                    Message.ReportLevel.class,
                    List.of(
                            Message.ReportLevel.PROBLEMS,
                            Message.ReportLevel.CHANGES,
                            Message.ReportLevel.ALL));

    static final WireEnum<Message.Reason> REASON =
            new WireEnum<>(
                    Message.Reason.class,
                    List.of(
                            Message.Reason.VERSION,
                            Message.Reason.NOT_TRUSTED,
                            Message.Reason.VERB_NOT_GRANTED,
                            Message.Reason.MALFORMED,
                            Message.Reason.NO_SUCH_PATH,
                            Message.Reason.NOT_DIRECTORY,
                            Message.Reason.UNREADABLE,
                            Message.Reason.UNWRITABLE,
                            Message.Reason.NO_SPACE,
                            Message.Reason.ROOT_BUSY,
                            Message.Reason.TOO_MANY_DELETES,
                            Message.Reason.EMPTIED_ROOT,
                            Message.Reason.UNSUPPORTED,
                            Message.Reason.CANCELLED,
                            Message.Reason.SILENT,
                            Message.Reason.INTERNAL,
                            Message.Reason.INVALID_RULE,
                            Message.Reason.FILE_IO,
                            Message.Reason.TOO_BUSY));

    static final WireEnum<Message.Feature> FEATURE =
            new WireEnum<>(
                    Message.Feature.class,
                    List.of(
                            Message.Feature.WRITING,
                            Message.Feature.IGNORES,
                            Message.Feature.PARANOID,
                            Message.Feature.KEPT_LINKS,
                            Message.Feature.WITHOUT_IMPLIED,
                            Message.Feature.ABSENT,
                            Message.Feature.LINKS,
                            Message.Feature.ATOMIC_TREE));

    static final WireEnum<Policy.Timing> TIMING =
            new WireEnum<>(
                    Policy.Timing.class,
                    List.of(
                            Policy.Timing.BEFORE,
                            Policy.Timing.DURING,
                            Policy.Timing.DELAY,
                            Policy.Timing.AFTER));

    static final WireEnum<Policy.Alternates.Use> USE =
            new WireEnum<>(
                    Policy.Alternates.Use.class,
                    List.of(
                            Policy.Alternates.Use.COMPARE,
                            Policy.Alternates.Use.COPY,
                            Policy.Alternates.Use.LINK));

    static final WireEnum<Problem.Kind> PROBLEM_KIND =
            new WireEnum<>(
                    Problem.Kind.class,
                    List.of(
                            Problem.Kind.LIST_DIRECTORY,
                            Problem.Kind.READ_ENTRY,
                            Problem.Kind.READ_CONTENT,
                            Problem.Kind.CHANGED_WHILE_READING,
                            Problem.Kind.VANISHED,
                            Problem.Kind.CREATE,
                            Problem.Kind.WRITE,
                            Problem.Kind.REPLACE,
                            Problem.Kind.DELETE,
                            Problem.Kind.DIRECTORY_NOT_EMPTY,
                            Problem.Kind.SET_ATTRIBUTES,
                            Problem.Kind.CHANGED_AT_TARGET,
                            Problem.Kind.ILLEGAL_NAME,
                            Problem.Kind.UNSUPPORTED,
                            Problem.Kind.NOT_REGULAR,
                            Problem.Kind.SKIPPED_DIRECTORY,
                            Problem.Kind.SOURCE));

    static final WireEnum<Kind> KIND =
            new WireEnum<>(
                    Kind.class,
                    List.of(
                            Kind.FILE,
                            Kind.DIRECTORY,
                            Kind.SYMLINK,
                            Kind.FIFO,
                            Kind.SOCKET,
                            Kind.CHARACTER_DEVICE,
                            Kind.BLOCK_DEVICE));

    static final WireEnum<Change.Update> UPDATE =
            new WireEnum<>(
                    Change.Update.class,
                    List.of(
                            Change.Update.TRANSFER,
                            Change.Update.LOCAL,
                            Change.Update.LINK,
                            Change.Update.ATTRIBUTES));

    static final WireEnum<Change.Time> TIME =
            new WireEnum<>(
                    Change.Time.class,
                    List.of(Change.Time.SAME, Change.Time.SET, Change.Time.TRANSFER));

    static final WireEnum<ModeChanges.Reach> MODE_REACH =
            new WireEnum<>(
                    ModeChanges.Reach.class,
                    List.of(
                            ModeChanges.Reach.ALL,
                            ModeChanges.Reach.FILES,
                            ModeChanges.Reach.DIRECTORIES));

    static final WireEnum<ModeChanges.Share> MODE_SHARE =
            new WireEnum<>(
                    ModeChanges.Share.class,
                    List.of(
                            ModeChanges.Share.USER,
                            ModeChanges.Share.GROUP,
                            ModeChanges.Share.OTHERS));

    private final List<E> constants;
    private final Map<E, Integer> numbers;

    private WireEnum(Class<E> type, List<E> constants) {
        this.constants = constants;
        numbers = new EnumMap<>(type);
        for (E constant : constants) {
            numbers.put(constant, numbers.size() + 1);
        }
        for (E constant : type.getEnumConstants()) {
            if (!numbers.containsKey(constant)) {
                throw new IllegalStateException("no number for " + constant);
            }
        }
    }

    /** The constant's number. */
    int number(E constant) {
        Integer number = numbers.get(constant);
        if (number == null) {
            throw new IllegalStateException("no number for " + constant);
        }
        return number;
    }

    /** The constant with this number, or null if there is none. */
    @Nullable E constant(int number) {
        return number < 1 || number > constants.size() ? null : constants.get(number - 1);
    }

    /** A bit for each of some constants: the lowest for that of number 1. */
    long bits(Set<E> some) {
        long bits = 0;
        for (E constant : some) {
            bits |= 1L << (number(constant) - 1);
        }
        return bits;
    }

    /** Those whose bits are set. Bits that are no constant's are a newer peer's, and left out. */
    Set<E> constants(long bits) {
        Set<E> some = new HashSet<>();
        for (E constant : constants) {
            if ((bits & 1L << (number(constant) - 1)) != 0) {
                some.add(constant);
            }
        }
        return some;
    }

    /** All constants in the order of their numbers. */
    List<E> constants() {
        return constants;
    }
}
