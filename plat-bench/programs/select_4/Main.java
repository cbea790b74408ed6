import java.util.concurrent.ArrayBlockingQueue;

/** Java has no select over queues: the nearest is one queue for all four producers. */
final class Main {
    static void produce(ArrayBlockingQueue<Long> output, long first, long count) throws InterruptedException {
        for (long i = first; i < first + count; i++) {
            output.put(i);
        }
    }

    static long measure(long count) throws InterruptedException {
        var queue = new ArrayBlockingQueue<Long>(64);
        for (int i = 0; i < 4; i++) {
            long first = i * count;
            Peer.start(() -> produce(queue, first, count));
        }
        long sum = 0;
        for (long i = 0; i < 4 * count; i++) {
            sum += queue.take();
        }
        return sum;
    }

    static void run() throws InterruptedException {
        measure(10000);
        long count = 250000;
        long start = System.nanoTime();
        long sum = measure(count);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, 4 * count, sum);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
