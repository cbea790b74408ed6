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

    static void run() {
        try {
            long count = 2_000_000;
            rounds(count / 10);
            long start = System.nanoTime();
            long sum = rounds(count);
            long elapsed = System.nanoTime() - start;
            System.out.printf("ns_per_op: %.2f%n", (double) elapsed / count);
            System.out.println("checksum: " + sum);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a virtual thread too: a platform thread's join would cost a futex each time. */
    public static void main(String[] args) throws InterruptedException {
        Thread.startVirtualThread(Main::run).join();
    }
}
