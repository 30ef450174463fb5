package dev.dsync.app.cli;

import dev.dsync.app.control.ControlClient;
import dev.dsync.app.control.ControlPlace;
import dev.dsync.app.control.Shared;
import dev.dsync.app.render.Printable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The shares of this user that run. */
final class RunningShares {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Console console;

    RunningShares(Console console) {
        this.console = console;
    }

    /** Prints them. */
    int list(boolean json) throws IOException {
        StringBuilder text = new StringBuilder();
        List<String> silent = new ArrayList<>();
        for (ControlPlace place : RunningShare.places(console)) {
            try (ControlClient share = ControlClient.open(place, PATIENCE)) {
                Shared.Status status = share.shared();
                text.append(json ? status.json() : line(status)).append('\n');
            } catch (ControlClient.NobodyException e) {
                // Left by one that was killed.
            } catch (ControlClient.SilentException e) {
                silent.add(place.share());
            }
        }
        int exitCode = console.print(text.toString());
        for (String id : silent) {
            exitCode = console.complain(ShareMessages.silent(id));
        }
        return exitCode;
    }

    private static String line(Shared.Status status) {
        return Printable.of(status.id())
                + " "
                + Printable.of(status.url())
                + " "
                + Printable.of(String.join(", ", status.paths()))
                + ": "
                + status.downloads()
                + (status.downloads() == 1 ? " download, " : " downloads, ")
                + status.active()
                + " now";
    }

    /** Ends one. */
    int stop(String id) throws IOException {
        if (id.matches("[0-9a-f]{1,64}")) {
            ControlPlace place = RunningShare.place(console, id);
            try (ControlClient share = ControlClient.open(place, PATIENCE)) {
                share.stop();
                return ExitCode.OK;
            } catch (ControlClient.NobodyException e) {
                throw new ToldException(ShareMessages.noSuch(id), e);
            } catch (ControlClient.SilentException e) {
                throw new ToldException(ShareMessages.silent(id), e);
            }
        }
        return console.complain(ShareMessages.noSuch(id));
    }

    /** Refuses to share once more what is shared. */
    void requireNone(String id) throws IOException {
        Shared.Status status;
        try (ControlClient share = ControlClient.open(RunningShare.place(console, id), PATIENCE)) {
            status = share.shared();
        } catch (ControlClient.NobodyException | ControlPlace.NowhereException e) {
            return;
        } catch (ControlClient.SilentException e) {
            throw new ToldException(ShareMessages.silent(id), e);
        }
        throw new ToldException(ShareMessages.shared(status.url(), id));
    }
}
