final class Main {
    static long fanOut(int count) throws InterruptedException {
        long[] results = new long[count];
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            int at = i;
            threads[i] = Thread.startVirtualThread(() -> results[at] = at);
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            threads[i].join();
            sum += results[i];
        }
        return sum;
    }

    static void run() throws InterruptedException {
        int count = 1_000_000;
        fanOut(count / 10);
        long start = System.nanoTime();
        long sum = fanOut(count);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, count, sum);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
