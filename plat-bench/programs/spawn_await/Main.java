final class Main {
    static long result;

    static long rounds(long count) throws InterruptedException {
        long sum = 0;
        for (long i = 0; i < count; i++) {
            long value = i;
            Thread.startVirtualThread(() -> result = value).join();
            sum += result;
        }
        return sum;
    }

    static void run() throws InterruptedException {
        long count = 2_000_000;
        rounds(count / 10);
        long start = System.nanoTime();
        long sum = rounds(count);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, count, sum);
    }

    /** In a virtual thread too: a platform thread's join would cost a futex each time. */
    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
