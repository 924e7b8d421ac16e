/// Regular expressions of label matchers: RE2's syntax, whole values, UTF-8 bytes, time linear in the value whatever the expression.
///
/// An expression is parsed by [io.hypnos.series.regex.RegexParser] into a [io.hypnos.series.regex.Regex]. Most turn out to be a set of
/// literals or literals with gaps between them ([io.hypnos.series.regex.ByteMatcher] and its implementations); the rest run on an automaton
/// over bytes whose states are made when they are first reached ([io.hypnos.series.regex.LazyDfa]). RE2/J decides what is valid, and runs what
/// the automaton does not know. Start reading at [io.hypnos.series.labels.RegexMatcher].
///
/// May import: the JDK, RE2/J.
@NullMarked
package io.hypnos.series.regex;

import org.jspecify.annotations.NullMarked;
