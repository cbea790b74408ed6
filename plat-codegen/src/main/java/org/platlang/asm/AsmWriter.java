package org.platlang.asm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Assembler text as a growing array of bytes: appending is all it does, quickly. Text is ASCII but for names. */
public final class AsmWriter {
    private byte[] bytes = new byte[1 << 16];
    private int length;

    public int length() {
        return length;
    }

    private void room(int n) {
        if (length + n > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + n));
        }
    }

    /** Appends ASCII text. */
    @SuppressWarnings("deprecation") // the method copies low bytes, which is what ASCII wants
    public AsmWriter text(String s) {
        int n = s.length();
        room(n);
        s.getBytes(0, n, bytes, length);
        length += n;
        return this;
    }

    public AsmWriter character(char c) {
        room(1);
        bytes[length++] = (byte) c;
        return this;
    }

    public AsmWriter line() {
        return character('\n');
    }

    public AsmWriter decimal(long value) {
        room(20);
        long v = value;
        if (v < 0) {
            if (v == Long.MIN_VALUE) {
                return text("-9223372036854775808");
            }
            bytes[length++] = '-';
            v = -v;
        }
        int start = length;
        do {
            bytes[length++] = (byte) ('0' + v % 10);
            v /= 10;
        } while (v != 0);
        for (int i = start, j = length - 1; i < j; i++, j--) {
            byte b = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = b;
        }
        return this;
    }

    /** {@code 0x} and the digits of the value taken as unsigned. */
    public AsmWriter hex(long value) {
        text("0x");
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
        room(digits);
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length++] = (byte) "0123456789abcdef".charAt((int) (value >>> (4 * i) & 15));
        }
        return this;
    }

    /** A symbol, quoted where the assembler would not take it plainly. */
    public AsmWriter symbol(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c >= '0' && c <= '9';
            if (!plain || i == 0 && c >= '0' && c <= '9') {
                return quoted(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return text(name);
    }

    /** A string literal of the assembler with the text in UTF-8. */
    public AsmWriter string(String s) {
        return quoted(s.getBytes(StandardCharsets.UTF_8));
    }

    private AsmWriter quoted(byte[] content) {
        character('"');
        for (byte b : content) {
            literal(b);
        }
        return character('"');
    }

    /** One byte of a string literal: itself where it is printable ASCII, else an octal escape of three digits. */
    void literal(byte b) {
        room(4);
        if (b == '"' || b == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = b;
        } else if (b >= 32 && b < 127) {
            bytes[length++] = b;
        } else {
            bytes[length++] = '\\';
            bytes[length++] = (byte) ('0' + (b >> 6 & 3));
            bytes[length++] = (byte) ('0' + (b >> 3 & 7));
            bytes[length++] = (byte) ('0' + (b & 7));
        }
    }

    public void append(AsmWriter other) {
        room(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
