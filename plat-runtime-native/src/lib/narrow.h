/* narrow.h — the floats narrower than single precision: Float16 is IEEE 754 binary16, Float8 is E4M3 of the
 * OCP 8-bit floating point specification (2023).
 *
 * E4M3 has 4 bits of exponent and 3 of significand, values up to 448, one NaN of each sign and no infinities;
 * here what is too large in magnitude, infinities too, becomes 448 of its sign. */
#ifndef PLAT_NARROW_H
#define PLAT_NARROW_H

#include <stdint.h>

float narrow_widen_f16(uint16_t bits);
float narrow_widen_f8(uint8_t bits);

/* The nearest value, ties to even. */
uint16_t narrow_to_f16(double value);
uint8_t narrow_to_f8(double value);

#endif
