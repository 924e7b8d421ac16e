package io.hypnos.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import io.hypnos.tsdb.testing.Seeds;

class UlidTest {

    @Test
    void knowsItsTimeAndText() {
        var ulid = Ulid.parse("01BZJ9WJQPWHGNC2W4J9TA62KC");
        assertThat(Instant.ofEpochMilli(ulid.timeMillis())).isEqualTo("2017-11-22T16:45:00.022Z");
        assertThat(ulid).hasToString("01BZJ9WJQPWHGNC2W4J9TA62KC");
        assertThat(Ulid.ZERO).hasToString("00000000000000000000000000");
        assertThat(new Ulid(-1, -1)).hasToString("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    }

    @Test
    void takesNothingElseForAUlid() {
        for (String text : new String[]{"", "01BZJ9WJQPWHGNC2W4J9TA62K", "01BZJ9WJQPWHGNC2W4J9TA62KCC",
            "81BZJ9WJQPWHGNC2W4J9TA62KC", "01bzj9wjqpwhgnc2w4j9ta62kc", "01BZJ9WJQPWHGNC2W4J9TA62KI",
            "01BZJ9WJQPWHGNC2W4J9TA62K/", "01BZJ9WJQPWHGNC2W4J9TA62K\u00e9", "../../../../../../../../..",
            "01BZJ9WJQPWHGNC2W4J9TA62KU"}) {
            assertThat(Ulid.isUlid(text)).as(text).isFalse();
        }
    }

    @Test
    void sortsAsItsText() {
        Seeds.forEach(2000, random -> {
            var a = new Ulid(random.nextLong() >>> random.nextInt(64), random.nextLong());
            var b = random.nextBoolean()
                    ? new Ulid(a.high(), random.nextLong())
                    : new Ulid(random.nextLong(), random.nextLong());
            assertThat(Ulid.parse(a.toString())).isEqualTo(a);
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(a.toString().compareTo(b.toString())));
        });
    }

    @Test
    void generatesAscendingUlidsWhateverTheClockDoes() {
        var times = new long[]{5, 5, 5, 4, 3, 6};
        int[] at = {0};
        var clock = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(times[at[0]++]);
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        var generator = new UlidGenerator(clock);
        var last = Ulid.ZERO;
        for (int i = 0; i < times.length; i++) {
            var next = generator.next();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(last.timeMillis()).isEqualTo(6);
    }
}
