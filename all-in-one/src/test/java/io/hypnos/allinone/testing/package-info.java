/// What the tests of this module start.
@org.jspecify.annotations.NullMarked
package io.hypnos.allinone.testing;
