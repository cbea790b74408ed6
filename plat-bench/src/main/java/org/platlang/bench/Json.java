package org.platlang.bench;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** One flat JSON object on one line. */
final class Json {
    private final StringJoiner members = new StringJoiner(",", "{", "}");

    Json text(String key, String value) {
        members.add(quote(key) + ":" + quote(value));
        return this;
    }

    Json number(String key, double value) {
        members.add(quote(key) + ":" + number(value));
        return this;
    }

    Json number(String key, long value) {
        members.add(quote(key) + ":" + value);
        return this;
    }

    Json numbers(String key, List<Double> values) {
        members.add(quote(key) + ":["
                + String.join(",", values.stream().map(Json::number).toList()) + "]");
        return this;
    }

    String line() {
        return members.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
