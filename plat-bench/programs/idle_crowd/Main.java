import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;

final class Main {
    record Session(long id, String name) {}

    static final class Node {
        final long value;
        final Node next;

        Node(long value, Node next) {
            this.value = value;
            this.next = next;
        }
    }

    static void serve(
            CountDownLatch gate, ArrayBlockingQueue<Long> ready, ArrayBlockingQueue<Long> ids, long id) {
        try {
            var session = new Session(id, "session " + id);
            ready.put(1L);
            gate.await();
            ids.put(session.id() + session.name().length());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static long requests(long count) {
        long total = 0;
        for (long i = 0; i < count; i++) {
            Node list = null;
            for (long k = 0; k < 100; k++) {
                list = new Node(i + k, list);
            }
            for (; list != null; list = list.next) {
                total += list.value;
            }
        }
        return total;
    }

    static void run() throws InterruptedException {
        int count = 200000;
        var gate = new CountDownLatch(1);
        var ready = new ArrayBlockingQueue<Long>(1024);
        var ids = new ArrayBlockingQueue<Long>(1024);
        for (int i = 0; i < count; i++) {
            long id = i;
            Thread.startVirtualThread(() -> serve(gate, ready, ids, id));
        }
        for (int i = 0; i < count; i++) {
            ready.take();
        }
        long sum = requests(500000);
        gate.countDown();
        for (int i = 0; i < count; i++) {
            sum += ids.take();
        }
        System.out.println("checksum: " + sum);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
