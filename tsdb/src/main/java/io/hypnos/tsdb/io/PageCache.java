package io.hypnos.tsdb.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Iterator;

/// Pages of read-only sources, kept up to a number of bytes in all and shared by many sources: what a memory map would do, without page faults
/// and with a bound that is ours.
///
/// A source keeps the references to its pages in an array, so a hit costs an array access and one copy. Misses take a lock; the page that
/// was not used for longest goes first, as well as a hand that passes over all pages and spares once what was used since can tell (CLOCK).
public final class PageCache {

    /// Small enough that scattered lookups do not fill memory with neighbours, large enough that a miss is worth the call.
    static final int PAGE_SIZE = 1 << 14;
    /// Reads of more than this go past the cache: they come from walks over long stretches, which would flush it.
    private static final int MAX_CACHED_READ = 1 << 16;

    private final long maxBytes;
    /// All resident pages in the order of the hand. Guarded by this, like `bytes`.
    private final ArrayDeque<Resident> clock = new ArrayDeque<>();
    private long bytes;

    /// @param maxBytes bound of all pages together
    public PageCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// The same source, read through this cache. Closing it closes the original and drops its pages.
    public ByteSource cached(ByteSource source) {
        return new CachedSource(source);
    }

    public synchronized long bytes() {
        return bytes;
    }

    private synchronized void admit(CachedSource source, int page, byte[] content) {
        if (source.dropped || source.pages[page] != null) {
            return;
        }
        bytes += content.length;
        while (bytes > maxBytes && !clock.isEmpty()) {
            Resident oldest = clock.removeFirst();
            if (oldest.source.used[oldest.page]) {
                oldest.source.used[oldest.page] = false;
                clock.addLast(oldest);
            } else {
                bytes -= oldest.source.forget(oldest.page);
            }
        }
        source.used[page] = true;
        CachedSource.PAGES.setRelease(source.pages, page, content);
        clock.addLast(new Resident(source, page));
    }

    private synchronized void drop(CachedSource source) {
        source.dropped = true;
        for (Iterator<Resident> it = clock.iterator(); it.hasNext();) {
            Resident resident = it.next();
            if (resident.source == source) {
                bytes -= source.forget(resident.page);
                it.remove();
            }
        }
    }

    private record Resident(CachedSource source, int page) {}

    private final class CachedSource implements ByteSource {

        private static final VarHandle PAGES = MethodHandles.arrayElementVarHandle(byte[][].class);

        private final ByteSource source;
        private final byte[][] pages;
        /// Whether a page was used since the hand passed it last; a race only costs a page its reprieve.
        private final boolean[] used;
        /// Guarded by the cache.
        private boolean dropped;

        CachedSource(ByteSource source) {
            this.source = source;
            int count = Math.toIntExact((source.size() + PAGE_SIZE - 1) / PAGE_SIZE);
            this.pages = new byte[count][];
            this.used = new boolean[count];
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public void read(long offset, byte[] into, int at, int length) {
            requireInside(offset, length);
            if (length > MAX_CACHED_READ) {
                source.read(offset, into, at, length);
                return;
            }
            while (length > 0) {
                int page = (int) (offset / PAGE_SIZE);
                int inPage = (int) (offset % PAGE_SIZE);
                byte[] content = page(page);
                int piece = Math.min(length, content.length - inPage);
                System.arraycopy(content, inPage, into, at, piece);
                offset += piece;
                at += piece;
                length -= piece;
            }
        }

        private byte[] page(int page) {
            byte[] content = (byte[]) PAGES.getAcquire(pages, page);
            if (content != null) {
                if (!used[page]) {
                    used[page] = true;
                }
                return content;
            }
            long offset = (long) page * PAGE_SIZE;
            content = source.read(offset, (int) Math.min(PAGE_SIZE, source.size() - offset));
            admit(this, page, content);
            return content;
        }

        private int forget(int page) {
            byte[] content = pages[page];
            PAGES.setRelease(pages, page, null);
            return content == null ? 0 : content.length;
        }

        @Override
        public void close() {
            drop(this);
            source.close();
        }
    }
}
