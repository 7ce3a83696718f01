package dev.sluice.rollback.httphook;

import dev.sluice.events.plan.WriteHook;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.rollback.port.WriteSwitch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts to the application: a 2xx says that writes are paused, or may go on. */
public final class HttpSwitch implements WriteSwitch {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private final WriteHook.Http hook;
    private final Secrets secrets;

    public HttpSwitch(WriteHook.Http hook, Secrets secrets) {
        this.hook = hook;
        this.secrets = secrets;
    }

    @Override
    public void pause(Task task) throws StoreFailure {
        post(hook.pause(), task);
    }

    @Override
    public void resume(Task task) throws StoreFailure {
        post(hook.resume(), task);
    }

    private void post(URI address, Task task) throws StoreFailure {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(hook.within().duration())
                .POST(HttpRequest.BodyPublishers.noBody());
        if (hook.bearer().isPresent()) {
            request.header(
                    "Authorization", "Bearer " + secrets.read(hook.bearer().get()));
        }
        try (HttpClient client = HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .build();
                Task.Cleared cleared = task.onStop(client::shutdownNow)) {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 != 2) {
                String reason = address + " answered " + status + ", expected a 2xx";
                throw status >= 500
                        ? StoreFailure.passing(reason, new IOException(reason))
                        : StoreFailure.lasting(reason);
            }
        } catch (IOException e) {
            throw StoreFailure.passing(address + " gave no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreFailure.passing(address + " gave no answer in time", e);
        }
    }
}
