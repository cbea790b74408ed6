final class Main {
    static long count(int columns, int left, int right) {
        if (columns == 0x3fff) {
            return 1;
        }
        long solutions = 0;
        for (int free = 0x3fff & ~(columns | left | right); free != 0; ) {
            int place = free & -free;
            free ^= place;
            solutions += count(columns | place, (left | place) << 1, (right | place) >> 1);
        }
        return solutions;
    }

    static long row(int rows, int columns, int left, int right) throws InterruptedException {
        if (rows == 0) {
            return count(columns, left, right);
        }
        int free = 0x3fff & ~(columns | left | right);
        long[] results = new long[Integer.bitCount(free)];
        Thread[] threads = new Thread[results.length];
        for (int i = 0; i < threads.length; i++) {
            int at = i;
            int place = free & -free;
            free ^= place;
            threads[i] = Peer.start(() ->
                    results[at] = row(rows - 1, columns | place, (left | place) << 1, (right | place) >> 1));
        }
        long solutions = 0;
        for (int i = 0; i < threads.length; i++) {
            threads[i].join();
            solutions += results[i];
        }
        return solutions;
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(() -> System.out.println("checksum: " + row(7, 0, 0, 0))).join();
    }
}
