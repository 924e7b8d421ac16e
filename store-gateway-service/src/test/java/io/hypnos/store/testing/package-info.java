/// What the tests of this module share.
@NullMarked
package io.hypnos.store.testing;

import org.jspecify.annotations.NullMarked;
