import java.util.ArrayList;
import java.util.List;

final class Main {
    sealed interface Json {}

    record Null() implements Json {}

    record Number(long value) implements Json {}

    record Text(String value) implements Json {}

    record Array(List<Json> items) implements Json {}

    record Member(String name, Json value) {}

    record Object(List<Member> members) implements Json {}

    static Json document(long seed, int depth) {
        if (depth == 0) {
            return switch ((int) (seed % 3)) {
                case 0 -> new Null();
                case 1 -> new Number(seed);
                default -> new Text("text " + seed);
            };
        }
        if (seed % 2 == 0) {
            List<Json> items = new ArrayList<>();
            for (long i = 0; i < 8; i++) {
                items.add(document(seed * 3 + i, depth - 1));
            }
            return new Array(items);
        }
        List<Member> members = new ArrayList<>();
        for (long i = 0; i < 8; i++) {
            members.add(new Member("field" + i, document(seed * 5 + i, depth - 1)));
        }
        return new Object(members);
    }

    static void write(Json json, StringBuilder out) {
        switch (json) {
            case Null n -> out.append("null");
            case Number n -> out.append(n.value());
            case Text t -> out.append('"').append(t.value()).append('"');
            case Array a -> {
                boolean first = true;
                out.append('[');
                for (Json item : a.items()) {
                    if (!first) {
                        out.append(',');
                    }
                    first = false;
                    write(item, out);
                }
                out.append(']');
            }
            case Object o -> {
                boolean first = true;
                out.append('{');
                for (Member m : o.members()) {
                    if (!first) {
                        out.append(',');
                    }
                    first = false;
                    out.append('"').append(m.name()).append("\":");
                    write(m.value(), out);
                }
                out.append('}');
            }
        }
    }

    public static void main(String[] args) {
        List<Json> kept = new ArrayList<>();
        long checksum = 0;
        for (long round = 0; round < 100; round++) {
            Json tree = document(round, 5);
            if (round % 10 == 0) {
                kept.add(tree);
            }
            StringBuilder out = new StringBuilder();
            write(tree, out);
            checksum += out.toString().length();
        }
        System.out.println("checksum: " + (checksum + kept.size()));
    }
}
