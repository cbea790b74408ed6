/** What the peers in Java share. */
final class Peer {
    private Peer() {}

    /** What a virtual thread does; nobody interrupts one but to end it. */
    interface Body {
        void run() throws InterruptedException;
    }

    static Thread start(Body body) {
        return Thread.startVirtualThread(() -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static void printPerOp(long nanos, long count, long checksum) {
        System.out.printf("ns_per_op: %.2f%n", (double) nanos / count);
        System.out.println("checksum: " + checksum);
    }
}
