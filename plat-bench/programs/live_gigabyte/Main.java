final class Main {
    static final class Node {
        Node left;
        Node right;
        final long value;

        Node(Node left, Node right, long value) {
            this.left = left;
            this.right = right;
            this.value = value;
        }

        long sum() {
            long total = value & 0xff;
            if (left != null) {
                total += left.sum();
            }
            if (right != null) {
                total += right.sum();
            }
            return total;
        }
    }

    static final int DEPTH = 24;
    static final int SMALL = 10;

    static Node make(int depth, long value) {
        return depth == 0
                ? new Node(null, null, value)
                : new Node(make(depth - 1, value * 2), make(depth - 1, value * 2 + 1), value);
    }

    /** Replaces the subtree of depth SMALL to which the bits of {@code path} lead. */
    static void replace(Node root, long path) {
        Node node = root;
        long bits = path;
        for (int i = 0; i < DEPTH - SMALL - 1; i++) {
            node = (bits & 1) == 0 ? node.left : node.right;
            bits >>= 1;
        }
        Node fresh = make(SMALL, path);
        if ((bits & 1) == 0) {
            node.left = fresh;
        } else {
            node.right = fresh;
        }
    }

    public static void main(String[] args) {
        Node root = make(DEPTH, 1);
        long seed = 42;
        for (int i = 0; i < 60000; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            replace(root, seed >>> 40);
        }
        System.out.println("checksum: " + root.sum());
    }
}
