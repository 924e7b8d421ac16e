/// All reachable stores as one: which there are ([io.hypnos.query.fanout.StoreSet]), which of them a request needs, and their answers merged
/// into one ([io.hypnos.query.fanout.ProxySeriesStore]).
@NullMarked
package io.hypnos.query.fanout;

import org.jspecify.annotations.NullMarked;
