package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.batch.Job;
import dev.dsync.app.batch.Result;
import dev.dsync.app.batch.Retry;
import dev.dsync.app.render.Printable;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.mesh.Loss;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.pairing.PairingException;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.KeyFileException;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class MessagesTest {
    private static final Path PAGE = Path.of("src/docs/messages.md");
    private static final Profile NOTHING =
            new Profile(
                    false, false, false, false, false, false, false, false, false, false, false,
                    false, false);

    private static final RunOptions PUSH =
            new RunOptions(
                    List.of(new Location.LocalLocation(TypedPath.literal("A"))),
                    new Location.LocalLocation(TypedPath.literal("B")),
                    Scope.ALL,
                    NOTHING,
                    Policy.DEFAULT,
                    false,
                    false,
                    AttributeOptions.NONE,
                    false,
                    false,
                    Message.ReportLevel.PROBLEMS,
                    OptionalInt.empty(),
                    Bandwidth.UNLIMITED,
                    RunOptions.Reach.STANDARD);

    @TempDir private Path directory;
    private final List<String> rows = new ArrayList<>();

    private void row(String kind, Failure failure) {
        row(kind, String.valueOf(failure.exitCode()), failure.message());
    }

    private void row(String kind, String exitCode, String message) {
        int remedy = message.lastIndexOf("; ");
        assertTrue(remedy > 0, kind + " without a remedy: " + message);
        String text = message.substring(0, remedy);
        assertFalse(message.endsWith("."), message);
        assertTrue(Character.isLowerCase(message.charAt(0)), message);
        rows.add(
                "| "
                        + String.join(
                                " | ",
                                kind,
                                exitCode,
                                "`" + text + "`",
                                "`" + message.substring(remedy + 2) + "`")
                        + " |");
    }

    /** One that only its package makes. */
    static <T extends Throwable> T made(Class<T> type, Object... arguments)
            throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == arguments.length) {
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(arguments));
            }
        }
        throw new NoSuchMethodException(type.getName());
    }

    private void endings() {
        PlanSummary skipped = new PlanSummary(0, KindCounts.NONE, KindCounts.NONE, 3, 0, 0, 0);
        row(
                "deletes skipped",
                Messages.of(new Ending.Done(skipped, 0, 0, false, Unkept.NONE), PUSH));
        row("problems", Messages.of(new Ending.Done(skipped, 0, 2, false, Unkept.NONE), PUSH));
        row("vanished", Messages.of(new Ending.Done(skipped, 0, 1, true, Unkept.NONE), PUSH));
        for (Message.Reason reason : Message.Reason.values()) {
            String kind = "refused: " + word(reason);
            if (reason == Message.Reason.NO_SUCH_PATH || reason == Message.Reason.FILE_IO) {
                row(kind + ", source", Messages.refused(reason, "DETAIL", true));
                row(kind + ", target", Messages.refused(reason, "DETAIL", false));
            } else {
                row(kind, Messages.refused(reason, "DETAIL", true));
            }
            if (reason == Message.Reason.VERB_NOT_GRANTED) {
                row(
                        "refused: outside the share",
                        Messages.refused(reason, "../x leads outside the share", true));
            }
        }
        row("lost", Messages.of(new Ending.Lost("DETAIL"), PUSH));
        row("broken", Messages.of(new Ending.Broken("DETAIL"), PUSH));
        for (Ending.Part part : Ending.Part.values()) {
            row("failed: " + word(part), Messages.of(new Ending.Failed(part, "DETAIL"), PUSH));
        }
        row("cancelled", Messages.of(new Ending.Cancelled(), PUSH));
        row("stopped", StopTimer.failure());
    }

    private void connections() throws ReflectiveOperationException {
        IOException cause = new IOException("DETAIL");
        for (TransportException.Reason reason : TransportException.Reason.values()) {
            row(
                    "connect: " + word(reason),
                    Messages.of(
                            made(TransportException.ConnectFailed.class, "PEER", reason, cause)));
        }
        TransportException.Reason taken = TransportException.Reason.ADDRESS_IN_USE;
        row(
                "listen",
                Messages.of(made(TransportException.ListenFailed.class, "PEER", taken, cause)));
        Duration allowed = Duration.ofSeconds(10);
        row(
                "connect timeout",
                Messages.of(made(TransportException.ConnectTimeout.class, "PEER", allowed)));
        byte[] said = "SSH-2.0\n".getBytes(StandardCharsets.UTF_8);
        row("not dsync", Messages.of(made(TransportException.NotDsync.class, "PEER", said)));
        row("TLS", Messages.of(made(TransportException.TlsRefused.class, "PEER", "DETAIL", cause)));
        row(
                "connection lost",
                Messages.of(
                        made(TransportException.LostConnection.class, "PEER", "DETAIL", cause)));
        row("aborted", Messages.of(made(TransportException.Aborted.class, "PEER")));
        row("illegal host", Messages.of(made(TransportException.IllegalHost.class, "-h")));
        row(
                "shell not started",
                Messages.of(made(TransportException.ShellNotStarted.class, "PEER", "ssh", cause)));
        row(
                "shell failed",
                Messages.of(made(TransportException.SshFailed.class, "PEER", 255, "DETAIL")));
        row(
                "dsync not found",
                Messages.of(made(TransportException.DsyncNotFound.class, "PEER", "DETAIL")));
        row(
                "dsync not found, --dsync-path",
                TransportMessages.of(
                        made(TransportException.DsyncNotFound.class, "PEER", "DETAIL"),
                        "/opt/d sync"));
    }

    private void pairing() throws ReflectiveOperationException {
        for (PairingException.Reason reason : PairingException.Reason.values()) {
            PairingException told = made(PairingException.class, reason, true);
            String kind = "pair: " + word(reason);
            row(kind + ", typed here", PairMessages.ofGuest(told, "HOST"));
            row(kind + ", shown here", PairMessages.ofHost(told, new ShareName("NAME"), "PEER"));
        }
        row("pair: half", PairMessages.ofHalf(new ShareName("SHARE"), false, "NAME", "PEER"));
        row(
                "pair: half, not kept",
                PairMessages.ofHalf(new ShareName("SHARE"), true, "NAME", "PEER"));
        row("pair: lost", PairMessages.ofLost(new ShareName("NAME"), "PEER"));
        row("pair: silence", PairMessages.ofSilence("HOST"));
        row("pair: nobody", PairMessages.ofNobody(new ShareName("NAME")));
        ShareName share = new ShareName("NAME");
        row("pair: no such channel", PairMessages.ofChannel(482));
        row("not paired", PairMessages.ofStranger(share, "DEVICE", "HOST"));
        row("limited to reading", PairMessages.ofReader(share, "HOST"));
        row("no multicast", Announcer.deaf());
    }

    private void files() throws ReflectiveOperationException {
        row("no space", Messages.of(new FsException(FsException.Reason.NO_SPACE)));
        row("quota", Messages.of(new FsException(FsException.Reason.QUOTA)));
        row("standard output", Messages.ofOutput(new IOException("No space left on device")));
        row("log file", told(() -> RunLog.open("/no/dir")));
        row(
                "file of rules",
                told(
                        () ->
                                Draft.order(
                                        List.of(
                                                new Given(
                                                        Flag.EXCLUDE_FROM,
                                                        true,
                                                        "nofile",
                                                        Given.Layer.ARGUMENTS)),
                                        List.of(),
                                        new RuleParser(new OperatorFiles(), false))));
        row("file I/O", Messages.of(new IOException("DETAIL")));
        for (MissingKeyException.Use use : MissingKeyException.Use.values()) {
            row(
                    "key: none, " + (use == MissingKeyException.Use.NAMED ? "" : "to ") + word(use),
                    Messages.of(new MissingKeyException(new ShareName("NAME"), "FILE", use)));
        }
        for (KeyFileException.Reason reason : KeyFileException.Reason.values()) {
            row("key: " + word(reason), Messages.of(new KeyFileException("FILE", reason)));
        }
        for (StateDirectory.Fault fault : StateDirectory.Fault.values()) {
            row(
                    "state: " + word(fault),
                    Messages.of(made(StateDirectory.UnsafeException.class, "FILE", fault)));
        }
        row("out of memory", Messages.ofMemory());
        row("bug", Messages.ofBug(new IllegalStateException("DETAIL")));
        InvalidRuleException rule =
                assertThrows(
                        InvalidRuleException.class,
                        () ->
                                new RuleParser(name -> new byte[0], false)
                                        .filter(new byte[] {'x', ' ', 'y'}));
        row("rule", Messages.of(rule));
    }

    private static Failure told(Executable failing) {
        return Messages.of(assertThrows(ToldException.class, failing));
    }

    private void watches() {
        row("watch: not steered", WatchMessages.unsteered(new IOException("DETAIL")));
        for (Loss.Cause cause : Loss.Cause.values()) {
            Loss loss = new Loss(cause, "b:1", 9, 10);
            row("watch: held: " + word(cause), WatchMessages.held(loss, "DIR"));
        }
        row("watch: no directory", WatchMessages.missing("DIR", "No such file or directory"));
        row("watch: none", WatchMessages.unwatched("DIR"));
        row("watch: silent", WatchMessages.silent("DIR"));
        row("watch: not in sync", WatchMessages.notSynced("60"));
        row("batch: no file", BatchMessages.missing("JOBS.toml", "No such file or directory"));
        row("batch: busy", batch(new Result.Busy("process 12, begun 2026/01/31 03:17:00")));
        row("batch: overdue", batch(new Result.Overdue()));
        row("batch: not run", batch(new Result.NotRun()));
        row("resolve", WatchMessages.unresolved("PATH", "Is a directory"));
        row("resolve: none", WatchMessages.notAConflict("PATH", 0));
        row("resolve: several", WatchMessages.notAConflict("PATH", 2));
        row("web: listen", WatchMessages.noPage("HOST:PORT"));
    }

    private void shares() {
        byte[] path = "PATH".getBytes(StandardCharsets.UTF_8);
        row("share: no such path", ShareMessages.unusable(path, "No such file or directory"));
        row("share: uploads open to others", ShareMessages.openToOthers(path));
        row("share: listen", ShareMessages.taken("HOST:PORT"));
        row("share: shared already", ShareMessages.shared("http://HOST:PORT/TOKEN/", "ID"));
        row("share: not steered", ShareMessages.notSteered("cannot go on: DETAIL"));
        row("share: no such share", ShareMessages.noSuch("ID"));
        row("share: silent", ShareMessages.silent("ID"));
        FakeNmcli nmcli = new FakeNmcli();
        nmcli.installed = false;
        row(
                "share: no hotspot",
                told(() -> Hotspot.open(nmcli, new Cancellation(), "Linux", "HOST")));
    }

    /** Of what is to be looked after for long: as it is found when that begins. */
    private void directories() throws IOException {
        FileSystem system = FileSystem.ofThisMachine();
        Map<String, String> environment = Map.of("DSYNC_HOME", directory.resolve("home") + "");
        OutputStream nowhere = OutputStream.nullOutputStream();
        Console console =
                new Console(nowhere, nowhere, environment, 0, System::nanoTime, new Cancellation());
        Identity identity = new Identity(system, environment);
        Announcer announcer = new Announcer(identity, console, "HOST", true);
        ShareName name = new ShareName("NAME");
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (StateDirectory folder = identity.folder()) {
            new ShareKeys(folder).keep(name, ShareKey.generate(new SecureRandom()));
        }
        byte[] path = "PATH".getBytes(StandardCharsets.UTF_8);
        PeersToDial peers = new PeersToDial(List.of(), false);
        WatchService watch = new WatchService(system, identity, console, announcer, null);
        row(
                "watch: unusable",
                told(() -> watch.run(path, name, peers, "", here, Folder.Role.SEND_RECEIVE)));
        ShareOffer offer = new ShareOffer(name, "PATH", Grant.READ_WRITE);
        ShareService served = new ShareService(system, identity, console, announcer, null);
        row("serve: unusable", told(() -> served.run(List.of(offer), "", here, false)));
    }

    private static Failure batch(Result.Outcome outcome) {
        Job job = new Job("NAME", Job.Way.PUSH, List.of("A"), "B", List.of(), Retry.NONE, null);
        return BatchMessages.of(new Result(job, outcome, 0, null, Duration.ZERO));
    }

    private void problems() {
        for (Problem.Kind kind : Problem.Kind.values()) {
            Problem problem = new Problem(RelPath.literal("a/b"), kind, "REASON");
            if (kind.isNotice()) {
                // Told in rsync's words, and nothing is to be done about it.
                rows.add("| notice: " + word(kind) + " | 0 | `" + Messages.of(problem) + "` | |");
                continue;
            }
            row(
                    "problem: " + word(kind),
                    kind == Problem.Kind.VANISHED ? "24" : "23",
                    Messages.of(problem));
        }
    }

    private void owners() {
        String nobody = "no group here is named NAME";
        Problem problem = new Problem(RelPath.ROOT, Problem.Kind.SET_ATTRIBUTES, nobody);
        row("problem: no such group", "23", Messages.of(problem));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Test
    void everyKind_standsOnThePage() throws Exception {
        endings();
        connections();
        files();
        pairing();
        watches();
        directories();
        shares();
        problems();
        owners();
        Set<String> page = new LinkedHashSet<>();
        try (Stream<String> lines = Files.lines(PAGE)) {
            lines.filter(line -> line.startsWith("| ") && !line.startsWith("| kind"))
                    .forEach(page::add);
        }
        assertEquals(String.join("\n", rows), String.join("\n", page));
    }

    @Test
    void wordsOfOthers_areMadePrintableOnce() {
        assertEquals("a\\#033[2J b\\#012 c\\#134 ä", Printable.of("a\u001b[2J b\n c\\#134 ä"));
        Failure failure = Messages.of(new Ending.Lost("x\u001b]0;y\u0007"), PUSH);
        assertTrue(failure.message().chars().noneMatch(Character::isISOControl), failure.message());
    }

    @Test
    void aMissingPath_isTheFaultOfTheSideThatSaysSo() {
        RunOptions pull =
                new RunOptions(
                        List.of(new Location.SshLocation("h", TypedPath.literal("A"))),
                        PUSH.destination(),
                        Scope.ALL,
                        NOTHING,
                        Policy.DEFAULT,
                        false,
                        false,
                        AttributeOptions.NONE,
                        false,
                        false,
                        Message.ReportLevel.PROBLEMS,
                        OptionalInt.empty(),
                        Bandwidth.UNLIMITED,
                        RunOptions.Reach.STANDARD);
        Message.Reason missing = Message.Reason.NO_SUCH_PATH;
        assertEquals(23, Messages.of(new Ending.Refused(missing, "A", false), PUSH).exitCode());
        assertEquals(11, Messages.of(new Ending.Refused(missing, "B", true), PUSH).exitCode());
        assertEquals(23, Messages.of(new Ending.Refused(missing, "A", true), pull).exitCode());
        assertEquals(11, Messages.of(new Ending.Refused(missing, "B", false), pull).exitCode());
    }
}
