import java.util.concurrent.SynchronousQueue;

final class Main {
    static void answer(long count, SynchronousQueue<Long> questions, SynchronousQueue<Long> answers) throws InterruptedException {
        for (long i = 0; i < count; i++) {
            answers.put(questions.take() + 1);
        }
    }

    static long roundTrips(long count) throws InterruptedException {
        var questions = new SynchronousQueue<Long>();
        var answers = new SynchronousQueue<Long>();
        Peer.start(() -> answer(count, questions, answers));
        long value = 0;
        for (long i = 0; i < count; i++) {
            questions.put(value);
            value = answers.take();
        }
        return value;
    }

    static void run() throws InterruptedException {
        long count = 1_000_000;
        roundTrips(count / 10);
        long start = System.nanoTime();
        long value = roundTrips(count);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, count, value);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
