// with: src/lib/narrow.c src/lib/number.c
/* Float16 and Float8: every pattern there and back, every midpoint between neighbours, known values, texts.
 */
#include "lib/narrow.h"
#include "lib/number.h"
#include "unit/expect.h"

#include <math.h>

static void halves_survive(void) {
  for (uint32_t bits = 0; bits < 0x10000; bits++) {
    float value = narrow_widen_f16((uint16_t)bits);
    if (isnan(value)) {
      EXPECT((bits & 0x7C00) == 0x7C00 && (bits & 0x3FF) != 0);
      EXPECT(isnan(narrow_widen_f16(narrow_to_f16((double)value))));
    } else {
      EXPECT(narrow_to_f16((double)value) == bits);
    }
  }
}

static void minis_survive(void) {
  for (uint32_t bits = 0; bits < 0x100; bits++) {
    float value = narrow_widen_f8((uint8_t)bits);
    if (isnan(value)) {
      EXPECT((bits & 0x7F) == 0x7F);
    } else {
      EXPECT(narrow_to_f8((double)value) == bits);
    }
  }
}

/* Between two neighbours the midpoint goes to the even one, and all else to the nearer. */
static void halves_round(void) {
  for (uint32_t bits = 0; bits < 0x7BFF; bits++) {
    double low = (double)narrow_widen_f16((uint16_t)bits);
    double high = (double)narrow_widen_f16((uint16_t)(bits + 1));
    double middle = (low + high) / 2;
    uint32_t even = bits + (bits & 1);
    EXPECT(low < high);
    EXPECT(narrow_to_f16(middle) == even);
    EXPECT(narrow_to_f16(nextafter(middle, low)) == bits);
    EXPECT(narrow_to_f16(nextafter(middle, high)) == bits + 1);
    EXPECT(narrow_to_f16(-middle) == (even | 0x8000));
  }
}

static void minis_round(void) {
  for (uint32_t bits = 0; bits < 0x7E; bits++) {
    double low = (double)narrow_widen_f8((uint8_t)bits);
    double high = (double)narrow_widen_f8((uint8_t)(bits + 1));
    double middle = (low + high) / 2;
    EXPECT(low < high);
    EXPECT(narrow_to_f8(middle) == bits + (bits & 1));
    EXPECT(narrow_to_f8(nextafter(middle, low)) == bits);
    EXPECT(narrow_to_f8(nextafter(middle, high)) == bits + 1);
  }
}

static void known_values(void) {
  EXPECT(narrow_widen_f16(0x3C00) == 1.0f);
  EXPECT(narrow_widen_f16(0x7BFF) == 65504.0f);
  EXPECT(narrow_widen_f16(1) == 0x1p-24f);
  EXPECT(narrow_to_f16(65519.99) == 0x7BFF);
  EXPECT(narrow_to_f16(65520.0) == 0x7C00);
  EXPECT(narrow_to_f16((double)-INFINITY) == 0xFC00);
  EXPECT(narrow_to_f16(0x1p-25) == 0);
  EXPECT(narrow_to_f16(0x1.8p-25) == 1);
  EXPECT(narrow_to_f16(5e-324) == 0);
  EXPECT(narrow_to_f16(-0.0) == 0x8000);
  /* Rounded to single precision first, this would become a tie and go up. */
  EXPECT(narrow_to_f16(0x1.002p+0 - 0x1p-40) == 0x3C00);
  EXPECT(narrow_widen_f8(0x38) == 1.0f);
  EXPECT(narrow_widen_f8(0x7E) == 448.0f);
  EXPECT(narrow_widen_f8(1) == 0x1p-9f);
  EXPECT(narrow_to_f8(1e300) == 0x7E);
  EXPECT(narrow_to_f8((double)-INFINITY) == 0xFE);
  EXPECT(narrow_to_f8(464.1) == 0x7E);
  EXPECT(isnan(narrow_widen_f8(narrow_to_f8((double)NAN))));
}

static void prints(double value, number_width_t width, const char *expected) {
  char out[NUMBER_TEXT_MAX];
  size_t count = number_print_float(out, value, width);
  EXPECT_TEXT(out, count, expected);
}

static void texts(void) {
  prints(1.0, NUMBER_F16, "1.0");
  prints((double)narrow_widen_f16(narrow_to_f16(0.1)), NUMBER_F16, "0.1");
  prints(2047.0, NUMBER_F16, "2047.0");
  prints(65504.0, NUMBER_F16, "65500.0");
  prints(0x1p-24, NUMBER_F16, "6e-8");
  prints(0x1p-14, NUMBER_F16, "0.00006104");
  prints((double)narrow_widen_f8(narrow_to_f8(0.1)), NUMBER_F8, "0.1");
  prints(448.0, NUMBER_F8, "450.0");
  prints(-0.001953125, NUMBER_F8, "-0.002");
  prints(15.0, NUMBER_F8, "15.0");
}

/* Every value comes back from its text, and no text is longer than five, or three, digits. */
static void texts_survive(void) {
  char out[NUMBER_TEXT_MAX];
  double back = 0;
  for (uint32_t bits = 0; bits < 0x7C00; bits++) {
    double value = (double)narrow_widen_f16((uint16_t)bits);
    EXPECT(number_parse_f64(out, number_print_float(out, value, NUMBER_F16), &back) == NUMBER_OK);
    EXPECT(narrow_to_f16(back) == bits);
  }
  for (uint32_t bits = 0; bits < 0x7F; bits++) {
    double value = (double)narrow_widen_f8((uint8_t)bits);
    EXPECT(number_parse_f64(out, number_print_float(out, value, NUMBER_F8), &back) == NUMBER_OK);
    EXPECT(narrow_to_f8(back) == bits);
  }
}

int main(void) {
  halves_survive();
  minis_survive();
  halves_round();
  minis_round();
  known_values();
  texts();
  texts_survive();
  return expect_summary("narrow");
}
