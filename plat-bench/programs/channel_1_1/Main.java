import java.util.concurrent.ArrayBlockingQueue;

final class Main {
    static void produce(long count, ArrayBlockingQueue<Long> messages) {
        try {
            for (long i = 0; i < count; i++) {
                messages.put(i);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static long transfer(long count) throws InterruptedException {
        var messages = new ArrayBlockingQueue<Long>(1024);
        Thread.startVirtualThread(() -> produce(count, messages));
        long sum = 0;
        for (long i = 0; i < count; i++) {
            sum += messages.take();
        }
        return sum;
    }

    static void run() {
        try {
            long count = 5_000_000;
            transfer(count / 10);
            long start = System.nanoTime();
            long sum = transfer(count);
            long elapsed = System.nanoTime() - start;
            System.out.printf("ns_per_op: %.2f%n", (double) elapsed / count);
            System.out.println("checksum: " + sum);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.startVirtualThread(Main::run).join();
    }
}
