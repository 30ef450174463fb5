package dev.dsync.app.web;

import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where requests come in: each is told to the crowd while it is answered, and refused in a few
 * words if it calls this machine by a name of somebody else's, or fails otherwise.
 */
abstract class Door extends Handler.Abstract {
    private final HostNames hosts;
    private final Crowd crowd;

    /** One for the visitors in that crowd, who may call this machine by these names. */
    Door(HostNames hosts, Crowd crowd) {
        this.hosts = hosts;
        this.crowd = crowd;
    }

    /**
     * Answers.
     *
     * @throws RefusedException if it is not granted
     * @throws IOException if it fails, which is no visitor's business
     */
    abstract void answer(Exchange exchange, UrlPath path) throws IOException;

    /** Says why not. */
    void refuse(Exchange exchange, int status, String words) throws IOException {
        exchange.refuseUnread(status, words);
    }

    @Override
    public final boolean handle(Request request, Response response, Callback callback) {
        EndPoint guest = request.getConnectionMetaData().getConnection().getEndPoint();
        Exchange exchange = new Exchange(request, response, crowd.patience());
        crowd.begin(guest);
        try {
            answer(exchange, path(exchange));
            callback.succeeded();
        } catch (RefusedException e) {
            fail(exchange, e.status(), e.words(), callback, e);
        } catch (IOException e) {
            fail(exchange, 500, "Something went wrong.", callback, e);
        } finally {
            crowd.end(guest);
        }
        return true;
    }

    private UrlPath path(Exchange exchange) throws RefusedException {
        if (!hosts.allow(exchange.header(HttpHeader.HOST))) {
            throw new RefusedException(421, "This host is not served here.");
        }
        return UrlPath.parse(exchange.path())
                .orElseThrow(() -> new RefusedException(400, "This is no path."));
    }

    private void fail(
            Exchange exchange, int status, String words, Callback callback, IOException why) {
        if (exchange.isBegun()) {
            callback.failed(why);
            return;
        }
        try {
            refuse(exchange, status, words);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
    }
}
