package io.hypnos.store.cache;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.hypnos.service.config.YamlMap;
import io.hypnos.service.flags.ByteSize;
import io.hypnos.service.flags.ConfigText;

/// How much the index cache keeps of what.
///
/// @param maxBytes     of all items together
/// @param maxItemBytes of one item; a larger one is not kept
/// @param kinds        what is kept
/// @param lifetime     after which an item is forgotten; zero for none
public record CacheOptions(long maxBytes, long maxItemBytes, Set<ItemKind> kinds, Duration lifetime) {

    private static final long DEFAULT_BYTES = 250L << 20;
    private static final long DEFAULT_ITEM_BYTES = 125L << 20;

    public CacheOptions {
        kinds = Set.copyOf(kinds);
    }

    public static CacheOptions of(long maxBytes) {
        return new CacheOptions(maxBytes, Math.min(DEFAULT_ITEM_BYTES, maxBytes), EnumSet.allOf(ItemKind.class),
                Duration.ZERO);
    }

    /// Reads Thanos' YAML, of which caches outside of the process are refused:
    ///
    ///     type: IN-MEMORY
    ///     config: {max_size: 250MB, max_item_size: 125MB}
    ///     enabled_items: [Postings, Series, ExpandedPostings]
    ///     ttl: 0s
    ///
    /// @throws io.hypnos.service.config.ConfigException when it cannot be used
    public static CacheOptions parse(ConfigText text) {
        YamlMap top = YamlMap.parse(text.text(), text.name());
        switch (top.text("type", "").toUpperCase(Locale.ROOT)) {
            case "IN-MEMORY" -> {
                // The one there is.
            }
            case "MEMCACHED", "REDIS" -> throw top.fault("type",
                    "is not supported yet; supported is IN-MEMORY, whose size is config.max_size");
            default -> throw top.fault("type", "must be IN-MEMORY");
        }
        YamlMap config = top.map("config");
        long maxBytes = size(config, "max_size", DEFAULT_BYTES);
        long maxItemBytes = size(config, "max_item_size", Math.min(DEFAULT_ITEM_BYTES, maxBytes));
        config.refuseOthers();
        if (maxItemBytes > maxBytes) {
            throw config.fault("max_item_size", "must not be more than max_size");
        }
        Set<ItemKind> kinds = EnumSet.noneOf(ItemKind.class);
        for (String name : top.texts("enabled_items")) {
            kinds.add(ItemKind.of(name).orElseThrow(() -> top.fault("enabled_items",
                    "has \"" + name + "\", must be some of " + ItemKind.names())));
        }
        Duration lifetime = top.duration("ttl", Duration.ZERO);
        top.refuseOthers();
        return new CacheOptions(maxBytes, maxItemBytes, kinds.isEmpty() ? EnumSet.allOf(ItemKind.class) : kinds,
                lifetime);
    }

    private static long size(YamlMap config, String key, long otherwise) {
        String text = config.text(key, "");
        try {
            long bytes = text.isEmpty() ? 0 : ByteSize.parse(text).bytes();
            return bytes == 0 ? otherwise : bytes;
        } catch (IllegalArgumentException e) {
            throw config.fault(key, String.valueOf(e.getMessage()));
        }
    }

    /// The same with no more bytes than a bound.
    public CacheOptions atMost(long bytes) {
        return bytes >= maxBytes
                ? this
                : new CacheOptions(bytes, Math.min(maxItemBytes, bytes), kinds, lifetime);
    }
}
