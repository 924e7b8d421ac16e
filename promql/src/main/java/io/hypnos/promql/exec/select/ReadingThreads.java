package io.hypnos.promql.exec.select;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads that help queries to read series. They come when there is something to do and go when there is nothing for a while.
///
/// A query hands over a few batches at a time and works on them itself as long as no thread has taken them; so the queue stays short, and
/// nobody waits for a thread.
public final class ReadingThreads implements Executor {

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    public ReadingThreads(int count) {
        threads = new ThreadPoolExecutor(count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("query-reader-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }
}
