import java.util.ArrayList;
import java.util.List;

final class Main {
    public static void main(String[] args) {
        long checksum = 0;
        for (int round = 0; round < 5000; round++) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                parts.add("item " + i + " of round " + round);
            }
            checksum += String.join(", ", parts).length();
        }
        System.out.println("checksum: " + checksum);
    }
}
