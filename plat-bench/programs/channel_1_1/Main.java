import java.util.concurrent.ArrayBlockingQueue;

final class Main {
    static void produce(long count, ArrayBlockingQueue<Long> messages) throws InterruptedException {
        for (long i = 0; i < count; i++) {
            messages.put(i);
        }
    }

    static long transfer(long count) throws InterruptedException {
        var messages = new ArrayBlockingQueue<Long>(1024);
        Peer.start(() -> produce(count, messages));
        long sum = 0;
        for (long i = 0; i < count; i++) {
            sum += messages.take();
        }
        return sum;
    }

    static void run() throws InterruptedException {
        long count = 5_000_000;
        transfer(count / 10);
        long start = System.nanoTime();
        long sum = transfer(count);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, count, sum);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
