import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;

final class Main {
    static void sleeper(long until, ArrayBlockingQueue<Long> late) throws InterruptedException {
        for (long left; (left = until - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
        late.put(System.nanoTime() - until);
    }

    static long measure(int count) throws InterruptedException {
        var late = new ArrayBlockingQueue<Long>(1024);
        long start = System.nanoTime() + 300_000_000;
        for (int i = 0; i < count; i++) {
            long until = start + 10_000L * ((long) i * 7919 % 100000);
            Peer.start(() -> sleeper(until, late));
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += late.take();
        }
        return sum;
    }

    static void run() throws InterruptedException {
        int count = 100000;
        long late = measure(count);
        Peer.printPerOp(late, count, count);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
