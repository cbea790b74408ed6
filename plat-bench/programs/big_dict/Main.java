import java.util.HashMap;
import java.util.Map;

final class Main {
    public static void main(String[] args) {
        long count = 10_000_000;
        Map<Long, Long> dict = new HashMap<>();
        for (long i = 0; i < count; i++) {
            dict.put(i * 7, i);
        }
        long checksum = 0;
        for (long i = 0; i < count; i++) {
            Long value = dict.get(i * 7);
            if (value != null) {
                checksum += value;
            }
        }
        for (long i = 0; i < count / 2; i++) {
            dict.remove(i * 14);
        }
        checksum += dict.size();
        System.out.println("checksum: " + checksum);
    }
}
