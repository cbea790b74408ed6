package org.platlang.generator;

import java.util.List;
import java.util.Random;

/** Where all chance comes from. */
final class Choice {
    private final Random random;

    Choice(long seed) {
        this.random = new Random(seed);
    }

    /** 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** True in so many of a hundred cases. */
    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    long bits() {
        return random.nextLong();
    }

    double unit() {
        return random.nextDouble();
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @SafeVarargs
    final <T> T of(T... list) {
        return list[random.nextInt(list.length)];
    }
}
