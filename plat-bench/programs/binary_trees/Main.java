final class Main {
    record Node(Node left, Node right) {
        int count() {
            int total = 1;
            if (left != null) {
                total += left.count();
            }
            if (right != null) {
                total += right.count();
            }
            return total;
        }
    }

    static Node make(int depth) {
        return depth == 0 ? new Node(null, null) : new Node(make(depth - 1), make(depth - 1));
    }

    public static void main(String[] args) {
        int most = Integer.parseInt(args[0]);
        long checksum = make(most + 1).count();
        Node kept = make(most);
        for (int depth = 4; depth <= most; depth += 4) {
            int rounds = 1 << (most - depth + 4);
            for (int i = 0; i < rounds; i++) {
                checksum += make(depth).count();
            }
        }
        checksum += kept.count();
        System.out.println("checksum: " + checksum);
    }
}
