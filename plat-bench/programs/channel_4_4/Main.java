import java.util.concurrent.ArrayBlockingQueue;

final class Main {
    static final class Consumer implements Peer.Body {
        final ArrayBlockingQueue<Long> messages;
        long sum;

        Consumer(ArrayBlockingQueue<Long> messages) {
            this.messages = messages;
        }

        @Override
        public void run() throws InterruptedException {
            for (long message = messages.take(); message >= 0; message = messages.take()) {
                sum += message;
            }
        }
    }

    static void produce(long count, ArrayBlockingQueue<Long> messages) throws InterruptedException {
        for (long i = 0; i < count; i++) {
            messages.put(i);
        }
    }

    static long transfer(long count) throws InterruptedException {
        var messages = new ArrayBlockingQueue<Long>(1024);
        var consumers = new Consumer[4];
        var consuming = new Thread[4];
        var producing = new Thread[4];
        for (int i = 0; i < 4; i++) {
            consumers[i] = new Consumer(messages);
            consuming[i] = Peer.start(consumers[i]);
            producing[i] = Peer.start(() -> produce(count / 4, messages));
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

    static void run() throws InterruptedException {
        long count = 4_000_000;
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
