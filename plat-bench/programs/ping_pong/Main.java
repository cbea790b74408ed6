import java.util.concurrent.SynchronousQueue;

final class Main {
    static void answer(long count, SynchronousQueue<Long> questions, SynchronousQueue<Long> answers) {
        try {
            for (long i = 0; i < count; i++) {
                answers.put(questions.take() + 1);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static long roundTrips(long count) throws InterruptedException {
        var questions = new SynchronousQueue<Long>();
        var answers = new SynchronousQueue<Long>();
        Thread.startVirtualThread(() -> answer(count, questions, answers));
        long value = 0;
        for (long i = 0; i < count; i++) {
            questions.put(value);
            value = answers.take();
        }
        return value;
    }

    static void run() {
        try {
            long count = 1_000_000;
            roundTrips(count / 10);
            long start = System.nanoTime();
            long value = roundTrips(count);
            long elapsed = System.nanoTime() - start;
            System.out.printf("ns_per_op: %.2f%n", (double) elapsed / count);
            System.out.println("checksum: " + value);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.startVirtualThread(Main::run).join();
    }
}
