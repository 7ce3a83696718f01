package dev.sluice.rollback.task;

import dev.sluice.rollback.port.StoreFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs pieces of work on so many threads at once. The first that fails ends the others, and is the failure of all. */
public final class Together {
    private Together() {}

    /** One piece. */
    @FunctionalInterface
    public interface Work<T> {
        void on(T piece) throws StoreFailure;
    }

    /** Each piece is taken by one of the threads, in the collection's order. */
    public static <T> void each(int threads, Collection<T> pieces, Work<T> work) throws StoreFailure {
        Queue<T> queue = new ConcurrentLinkedQueue<>(pieces);
        List<Callable<Boolean>> takers = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, pieces.size()); i++) {
            takers.add(() -> {
                for (T piece = queue.poll(); piece != null; piece = queue.poll()) {
                    work.on(piece);
                }
                return true;
            });
        }
        all(takers);
    }

    /** All of them at once; returns when all have ended. */
    public static void all(List<Callable<Boolean>> works) throws StoreFailure {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Threads.DATA)) {
            ExecutorCompletionService<Boolean> ended = new ExecutorCompletionService<>(threads);
            List<Future<Boolean>> running = works.stream().map(ended::submit).toList();
            try {
                for (int i = 0; i < running.size(); i++) {
                    ended.take().get();
                }
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw StoreFailure.passing("stopped", e);
            } finally {
                running.forEach(each -> each.cancel(true));
            }
        }
    }

    private static StoreFailure failure(@Nullable Throwable cause) {
        return switch (cause) {
            case StoreFailure failure -> failure;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(cause);
        };
    }
}
