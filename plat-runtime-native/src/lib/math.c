/*
 * The functions of std::math that have no instruction: those of the C library, which run on the worker's
 * system stack like all C code and touch nothing of the task.
 */
#include "lib/string.h"
#include <math.h>

#define UNARY(name, function)                                                                                \
  double plat_math_##name##_c(worker_t *worker, double value) {                                              \
    (void)worker;                                                                                            \
    return function(value);                                                                                  \
  }

#define BINARY(name, function)                                                                               \
  double plat_math_##name##_c(worker_t *worker, double a, double b) {                                        \
    (void)worker;                                                                                            \
    return function(a, b);                                                                                   \
  }

/* The C library's may be one bit off for the cube of an integer. */
static double cube_root(double value) {
  double root = cbrt(value);
  double whole = round(root);
  return whole * whole * whole == value ? whole : root;
}

UNARY(sin, sin)
UNARY(cos, cos)
UNARY(tan, tan)
UNARY(asin, asin)
UNARY(acos, acos)
UNARY(atan, atan)
UNARY(sinh, sinh)
UNARY(cosh, cosh)
UNARY(tanh, tanh)
UNARY(exp, exp)
UNARY(exp_m1, expm1)
UNARY(ln, log)
UNARY(ln_1p, log1p)
UNARY(log2, log2)
UNARY(log10, log10)
UNARY(cbrt, cube_root)

BINARY(atan2, atan2)
BINARY(pow, pow)
BINARY(hypot, hypot)
