import java.util.concurrent.ArrayBlockingQueue;

final class Main {
    static final class Consumer implements Runnable {
        final ArrayBlockingQueue<Long> messages;
        long sum;

        Consumer(ArrayBlockingQueue<Long> messages) {
            this.messages = messages;
        }

        @Override
        public void run() {
            try {
                for (long message = messages.take(); message >= 0; message = messages.take()) {
                    sum += message;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

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
        var consumers = new Consumer[4];
        var consuming = new Thread[4];
        var producing = new Thread[4];
        for (int i = 0; i < 4; i++) {
            consumers[i] = new Consumer(messages);
            consuming[i] = Thread.startVirtualThread(consumers[i]);
            producing[i] = Thread.startVirtualThread(() -> produce(count / 4, messages));
        }
        for (Thread thread : producing) {
            thread.join();
        }
        for (int i = 0; i < 4; i++) {
            messages.put(-1L); // the end, once for each consumer
        }
        long sum = 0;
        for (int i = 0; i < 4; i++) {
            consuming[i].join();
            sum += consumers[i].sum;
        }
        return sum;
    }

    static void run() {
        try {
            long count = 4_000_000;
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
