import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;

final class Main {
    /** Parks by itself: a CountDownLatch or a queue looks through all its waiters for each that is interrupted. */
    static void await(ArrayBlockingQueue<Long> ready, long i) {
        try {
            ready.put(i);
            while (!Thread.interrupted()) {
                LockSupport.park();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static long measure(int count) throws InterruptedException {
        var ready = new ArrayBlockingQueue<Long>(1024);
        var threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            long number = i;
            threads[i] = Thread.startVirtualThread(() -> await(ready, number));
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += ready.take();
        }
        if (sum != (long) count * (count - 1) / 2) {
            throw new IllegalStateException("sum: " + sum);
        }
        long start = System.nanoTime();
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return System.nanoTime() - start;
    }

    static void run() throws InterruptedException {
        int count = 100_000;
        measure(count / 10);
        long elapsed = measure(count);
        Peer.printPerOp(elapsed, count, count);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
