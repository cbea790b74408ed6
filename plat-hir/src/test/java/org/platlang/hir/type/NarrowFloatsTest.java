package org.platlang.hir.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NarrowFloatsTest {
    @Test
    void everyHalfIsItself() {
        for (int bits = 0; bits < 0x7C00; bits++) {
            double value = Float.float16ToFloat((short) bits);
            assertEquals(value, NarrowFloats.round(value, Primitive.FLOAT16));
            assertEquals(bits, NarrowFloats.bits(value, Primitive.FLOAT16));
            assertEquals((short) (bits | 0x8000), NarrowFloats.bits(-value, Primitive.FLOAT16));
        }
    }

    @Test
    void minisAscendByTheirPatterns() {
        double before = -1;
        for (int bits = 0; bits < 0x7F; bits++) {
            int exponent = bits >> 3;
            double value = exponent == 0
                    ? Math.scalb((double) bits, -9)
                    : Math.scalb((double) (8 + (bits & 7)), exponent - 10);
            assertTrue(value > before);
            before = value;
            assertEquals(value, NarrowFloats.round(value, Primitive.FLOAT8));
            assertEquals(bits, NarrowFloats.bits(value, Primitive.FLOAT8));
        }
        assertEquals(448.0, before);
        assertEquals(0x7F, NarrowFloats.bits(Double.NaN, Primitive.FLOAT8));
        assertEquals((byte) 0x80, NarrowFloats.bits(-0.0, Primitive.FLOAT8));
    }

    @Test
    void whatIsTooLarge() {
        assertEquals(65504.0, NarrowFloats.round(65519.0, Primitive.FLOAT16));
        assertEquals(Double.NEGATIVE_INFINITY, NarrowFloats.round(-65520.0, Primitive.FLOAT16));
        assertEquals(448.0, NarrowFloats.round(Double.POSITIVE_INFINITY, Primitive.FLOAT8));
        assertEquals(-448.0, NarrowFloats.round(-1e300, Primitive.FLOAT8));
    }

    @Test
    void literalsAreRoundedOnce() {
        // Just below and just above the middle of 1 and its neighbour, closer to it than any double.
        String middle = "1.00048828125";
        assertEquals(1.0, NarrowFloats.parse(middle, Primitive.FLOAT16));
        assertEquals(1.0, NarrowFloats.parse("1.000488281249999999999999999", Primitive.FLOAT16));
        assertEquals(1.0009765625, NarrowFloats.parse(middle + "0000000000000000000001", Primitive.FLOAT16));
        assertEquals(448.0, NarrowFloats.parse("464", Primitive.FLOAT8));
        assertEquals(Double.POSITIVE_INFINITY, NarrowFloats.parse("481", Primitive.FLOAT8));
        assertEquals(Double.POSITIVE_INFINITY, NarrowFloats.parse("65520", Primitive.FLOAT16));
        assertEquals(0.0, NarrowFloats.parse("1e-400", Primitive.FLOAT16));
    }
}
