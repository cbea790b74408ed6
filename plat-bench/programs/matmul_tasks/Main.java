import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.function.IntFunction;

final class Main {
    /** The rows of a matrix, in eight virtual threads for each processor that runs them. */
    static double[][] inParallel(int n, IntFunction<double[]> row) throws InterruptedException {
        int chunk = Math.max(1, n / (8 * Integer.getInteger("jdk.virtualThreadScheduler.parallelism")));
        double[][] rows = new double[n][];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < n; i += chunk) {
            int first = i;
            threads.add(Thread.startVirtualThread(() -> {
                for (int at = first; at < Math.min(first + chunk, n); at++) {
                    rows[at] = row.apply(at);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return rows;
    }

    static double[][] filled(int n, int factor) throws InterruptedException {
        return inParallel(n, i -> {
            double[] row = new double[n];
            for (int j = 0; j < n; j++) {
                row[j] = (i * factor + j) % 7;
            }
            return row;
        });
    }

    static double[][] multiply(double[][] a, double[][] b, int n) throws InterruptedException {
        return inParallel(n, i -> {
            double[] product = new double[n];
            for (int k = 0; k < n; k++) {
                double factor = a[i][k];
                double[] bk = b[k];
                for (int j = 0; j < n; j++) {
                    product[j] += factor * bk[j];
                }
            }
            return product;
        });
    }

    static void run() throws InterruptedException {
        Scanner input = new Scanner(System.in);
        int n = input.hasNextInt() ? input.nextInt() : 600;
        double[][] b = filled(n, 3);
        double sum = 0;
        for (int round = 1; round <= 15; round++) {
            for (double[] row : multiply(filled(n, round), b, n)) {
                for (double cell : row) {
                    sum += cell;
                }
            }
        }
        System.out.printf("checksum: %.1f%n", sum);
    }

    public static void main(String[] args) throws InterruptedException {
        Peer.start(Main::run).join();
    }
}
