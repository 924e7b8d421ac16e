package io.hypnos.series.testing;

import java.io.ByteArrayOutputStream;

/// Bits one by one: the form in which the formats are easiest to check by eye.
final class PlainBits {

    private PlainBits() {}

    static final class Writer {
        private final StringBuilder bits = new StringBuilder();

        void bits(long value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                bits.append((value >>> i & 1) == 1 ? '1' : '0');
            }
        }

        void prefix(String text) {
            bits.append(text);
        }

        void uvarint(long value) {
            while (Long.compareUnsigned(value, 0x7F) > 0) {
                bits(value & 0x7F | 0x80, 8);
                value >>>= 7;
            }
            bits(value, 8);
        }

        byte[] bytes() {
            var out = new ByteArrayOutputStream();
            for (int i = 0; i < bits.length(); i += 8) {
                int b = 0;
                for (int j = 0; j < 8; j++) {
                    b = b << 1 | (i + j < bits.length() && bits.charAt(i + j) == '1' ? 1 : 0);
                }
                out.write(b);
            }
            return out.toByteArray();
        }
    }

    static final class Reader {
        private final byte[] data;
        private int at;

        Reader(byte[] data) {
            this.data = data;
        }

        int bit() {
            int b = data[at / 8] >> 7 - at % 8 & 1;
            at++;
            return b;
        }

        long bits(int count) {
            long value = 0;
            for (int i = 0; i < count; i++) {
                value = value << 1 | bit();
            }
            return value;
        }

        long uvarint() {
            long value = 0;
            for (int shift = 0;; shift += 7) {
                long b = bits(8);
                value |= (b & 0x7F) << shift;
                if (b < 0x80) {
                    return value;
                }
            }
        }
    }
}
