import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;

final class Main {
    static void await(ArrayBlockingQueue<Long> ready, CountDownLatch gate, CountDownLatch ended, long i) {
        try {
            ready.put(i);
            gate.await();
            ended.countDown();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static long measure(int count) throws InterruptedException {
        var ready = new ArrayBlockingQueue<Long>(1024);
        var gate = new CountDownLatch(1);
        var ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            long number = i;
            Thread.startVirtualThread(() -> await(ready, gate, ended, number));
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += ready.take();
        }
        gate.countDown();
        ended.await();
        return sum;
    }

    static void run() throws InterruptedException {
        int count = 1000000;
        long start = System.nanoTime();
        long sum = measure(count);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, count, sum);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
