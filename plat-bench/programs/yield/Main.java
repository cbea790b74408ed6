final class Main {
    static void giveWay(long count) {
        for (long i = 0; i < count; i++) {
            Thread.yield();
        }
    }

    static void pair(long count) throws InterruptedException {
        Thread a = Thread.startVirtualThread(() -> giveWay(count / 2));
        Thread b = Thread.startVirtualThread(() -> giveWay(count / 2));
        a.join();
        b.join();
    }

    static void run() throws InterruptedException {
        long count = 10_000_000;
        pair(count / 10);
        long start = System.nanoTime();
        pair(count);
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, count, count);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
