package io.hypnos.tsdb.compact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hypnos.tsdb.block.BlockWriter;
import io.hypnos.tsdb.index.IndexReader;
import io.hypnos.tsdb.index.SymbolScanner;

/// Merges the symbols of all inputs into the outputs, and keeps where each has gone: four bytes a symbol and input, no texts.
final class SymbolMerge {

    private final List<SymbolMap> maps;
    private final Map<String, Integer> found;

    private SymbolMerge(List<SymbolMap> maps, Map<String, Integer> found) {
        this.maps = maps;
        this.found = found;
    }

    /// From the references of one input to ranks.
    SymbolMap map(int input) {
        return maps.get(input);
    }

    /// The ranks of those of the wanted texts that there are.
    Set<Integer> ranksOfWanted() {
        return Set.copyOf(found.values());
    }

    /// The symbols of one input in ascending order.
    private interface Feed {

        boolean next();

        byte[] text();

        int length();

        void assign(int rank);

        SymbolMap map();
    }

    /// Writes the union of all symbols to all writers, of which there is at least one.
    ///
    /// @param wanted texts whose ranks are to be known
    static SymbolMerge write(List<IndexReader> inputs, List<BlockWriter> writers, Set<String> wanted)
            throws IOException {
        var feeds = new ArrayList<Feed>();
        for (IndexReader input : inputs) {
            feeds.add(input.version() == 1 ? new UnorderedFeed(input) : new OrderedFeed(input));
        }
        boolean[] alive = new boolean[feeds.size()];
        for (int i = 0; i < alive.length; i++) {
            alive[i] = feeds.get(i).next();
        }
        var tree = new Tournament(feeds.size(), new Tournament.Contest() {
            @Override
            public boolean isExhausted(int source) {
                return !alive[source];
            }

            @Override
            public int compare(int a, int b) {
                return SymbolMerge.compare(feeds.get(a), feeds.get(b));
            }
        });
        var found = new HashMap<String, Integer>();
        byte[] last = new byte[64];
        int lastLength = -1;
        int rank = -1;
        for (int winner = tree.winner(); winner >= 0; winner = tree.winner()) {
            Feed feed = feeds.get(winner);
            byte[] text = feed.text();
            int length = feed.length();
            if (lastLength < 0 || !Arrays.equals(text, 0, length, last, 0, lastLength)) {
                for (BlockWriter writer : writers) {
                    rank = writer.symbol(text, 0, length);
                }
                noteWanted(wanted, text, length, rank, found);
                last = length > last.length ? new byte[2 * length] : last;
                System.arraycopy(text, 0, last, 0, length);
                lastLength = length;
            }
            feed.assign(rank);
            alive[winner] = feed.next();
            tree.winnerMoved();
        }
        return new SymbolMerge(feeds.stream().map(Feed::map).toList(), found);
    }

    private static void noteWanted(Set<String> wanted, byte[] text, int length, int rank, Map<String, Integer> found) {
        if (!wanted.isEmpty()) {
            String name = new String(text, 0, length, UTF_8);
            if (wanted.contains(name)) {
                found.put(name, rank);
            }
        }
    }

    private static int compare(Feed a, Feed b) {
        return Arrays.compareUnsigned(a.text(), 0, a.length(), b.text(), 0, b.length());
    }

    /// Symbols in the order of the table, which from version 2 on is that of the texts.
    private static final class OrderedFeed implements Feed {

        private final String file;
        private final SymbolScanner scanner;
        private final int[] ranks;

        OrderedFeed(IndexReader index) {
            this.file = index.name();
            this.scanner = index.symbols().scan();
            this.ranks = new int[Math.toIntExact(scanner.count())];
        }

        @Override
        public boolean next() {
            return scanner.next();
        }

        @Override
        public byte[] text() {
            return scanner.text();
        }

        @Override
        public int length() {
            return scanner.length();
        }

        @Override
        public void assign(int rank) {
            ranks[(int) scanner.index()] = rank;
        }

        @Override
        public SymbolMap map() {
            return new SymbolMap(file, ranks, null);
        }
    }

    /// Symbols of version 1: in no promised order and known by their byte offset, so they are all read and sorted.
    private static final class UnorderedFeed implements Feed {

        private final String file;
        private final List<Symbol> symbols = new ArrayList<>();
        private final long[] offsets;
        private final int[] ranks;
        private int current = -1;

        private record Symbol(int number, long offset, byte[] text) {}

        UnorderedFeed(IndexReader index) {
            this.file = index.name();
            var scanner = index.symbols().scan();
            while (scanner.next()) {
                symbols.add(new Symbol(symbols.size(), scanner.offset(),
                        Arrays.copyOf(scanner.text(), scanner.length())));
            }
            this.offsets = symbols.stream().mapToLong(Symbol::offset).toArray();
            this.ranks = new int[offsets.length];
            symbols.sort(Comparator.comparing(Symbol::text, Arrays::compareUnsigned));
        }

        @Override
        public boolean next() {
            return ++current < symbols.size();
        }

        @Override
        public byte[] text() {
            return symbols.get(current).text;
        }

        @Override
        public int length() {
            return text().length;
        }

        @Override
        public void assign(int rank) {
            ranks[symbols.get(current).number] = rank;
        }

        @Override
        public SymbolMap map() {
            return new SymbolMap(file, ranks, offsets);
        }
    }
}
