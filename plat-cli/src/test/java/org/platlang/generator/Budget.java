package org.platlang.generator;

/** How much one call of the function being made does, at most: every expression counts as often as loops around it run. */
final class Budget {
    private final double limit;
    private double spent;
    private double weight = 1;

    Budget(double limit) {
        this.limit = limit;
    }

    /** Whether something that does so much fits in here; if so it is counted. */
    boolean take(double cost) {
        if (spent + weight * cost > limit) {
            return false;
        }
        spent += weight * cost;
        return true;
    }

    /** What is made from now on runs so many times as often, until {@link #leaveLoop}. */
    void enterLoop(double rounds) {
        weight *= rounds;
    }

    void leaveLoop(double rounds) {
        weight /= rounds;
    }

    boolean inLoop() {
        return weight > 1;
    }

    double spent() {
        return spent;
    }
}
