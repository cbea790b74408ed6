import java.util.concurrent.ArrayBlockingQueue;

final class Main {
    static void passOn(ArrayBlockingQueue<Long> input, ArrayBlockingQueue<Long> output) throws InterruptedException {
        for (long token = input.take(); token >= 0; token = input.take()) {
            output.put(token + 1);
        }
        output.put(-1L); // the end
    }

    static long circulate(int rounds) throws InterruptedException {
        var first = new ArrayBlockingQueue<Long>(1);
        var last = first;
        for (int i = 0; i < 1000; i++) {
            var input = last;
            var output = new ArrayBlockingQueue<Long>(1);
            Peer.start(() -> passOn(input, output));
            last = output;
        }
        long token = 0;
        for (int i = 0; i < rounds; i++) {
            first.put(token);
            token = last.take();
        }
        first.put(-1L);
        return token;
    }

    static void run() throws InterruptedException {
        circulate(100);
        long start = System.nanoTime();
        long hops = circulate(1000);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, hops, hops);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
