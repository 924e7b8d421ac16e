/// The flags of `thanos query`, in groups, each of which is handed whole to what it governs.
@NullMarked
package io.hypnos.query.flags;

import org.jspecify.annotations.NullMarked;
