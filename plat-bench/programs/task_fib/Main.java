final class Main {
    static final class Fib implements Runnable {
        final long n;
        long result;

        Fib(long n) {
            this.n = n;
        }

        @Override
        public void run() {
            if (n < 2) {
                result = n;
                return;
            }
            Fib a = new Fib(n - 1);
            Fib b = new Fib(n - 2);
            Thread first = Thread.startVirtualThread(a);
            Thread second = Thread.startVirtualThread(b);
            try {
                first.join();
                second.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            result = a.result + b.result;
        }
    }

    static void run() {
        new Fib(20).run();
        long start = System.nanoTime();
        Fib fib = new Fib(27);
        fib.run();
        long elapsed = System.nanoTime() - start;
        Peer.printPerOp(elapsed, 635621, fib.result);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
