/* tests.h: what is checked, a file a part of the runtime; main.c runs all. Lists end with a null name. */
#ifndef PLAT_TEST_MODEL_TESTS_H
#define PLAT_TEST_MODEL_TESTS_H

#include "model/model.h"

extern const model_test_t lock_tests[], deque_tests[], wait_tests[], await_tests[];

#endif
