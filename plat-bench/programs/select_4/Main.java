import java.util.concurrent.ArrayBlockingQueue;

/** Java has no select over queues: the nearest is one queue for all four producers. */
final class Main {
    static void produce(ArrayBlockingQueue<Long> output, long first, long count) {
        try {
            for (long i = first; i < first + count; i++) {
                output.put(i);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static long measure(long count) throws InterruptedException {
        var queue = new ArrayBlockingQueue<Long>(64);
        for (int i = 0; i < 4; i++) {
            long first = i * count;
            Thread.startVirtualThread(() -> produce(queue, first, count));
        }
        long sum = 0;
        for (long i = 0; i < 4 * count; i++) {
            sum += queue.take();
        }
        return sum;
    }

    static void run() {
        try {
            measure(10000);
            long count = 250000;
            long start = System.nanoTime();
            long sum = measure(count);
            long elapsed = System.nanoTime() - start;
            System.out.printf("ns_per_op: %.2f%n", (double) elapsed / (4 * count));
            System.out.println("checksum: " + sum);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.startVirtualThread(Main::run).join();
    }
}
