import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;

final class Main {
    static void sleeper(long until, ArrayBlockingQueue<Long> late) {
        try {
            for (long left; (left = until - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            late.put(System.nanoTime() - until);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static long measure(int count) throws InterruptedException {
        var late = new ArrayBlockingQueue<Long>(1024);
        long start = System.nanoTime() + 300_000_000;
        for (int i = 0; i < count; i++) {
            long until = start + 10_000L * ((long) i * 7919 % 100000);
            Thread.startVirtualThread(() -> sleeper(until, late));
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += late.take();
        }
        return sum;
    }

    static void run() {
        try {
            int count = 100000;
            long late = measure(count);
            System.out.printf("ns_per_op: %.2f%n", (double) late / count);
            System.out.println("checksum: " + count);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.startVirtualThread(Main::run).join();
    }
}
