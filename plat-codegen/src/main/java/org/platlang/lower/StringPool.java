package org.platlang.lower;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.platlang.ir.Module;
import org.platlang.ir.StaticData;
import org.platlang.ir.StaticData.Item;
import org.platlang.ir.StaticData.Section;

/** String literals as static objects, and C strings for the runtime's eyes; equal texts share one. */
final class StringPool {
    private final Module module;
    private final Map<String, String> strings = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    StringPool(Module module) {
        this.module = module;
    }

    /** Symbol of a String object with this text. */
    String string(String text) {
        return strings.computeIfAbsent(text, t -> {
            String symbol = "plat.str." + strings.size();
            byte[] bytes = t.getBytes(StandardCharsets.UTF_8);
            module.add(new StaticData(
                    symbol,
                    Section.RELRO,
                    16,
                    false,
                    List.of(
                            new Item.Address("plat_string_desc", 0),
                            new Item.Int(4, bytes.length),
                            new Item.Int(4, t.codePointCount(0, t.length())),
                            new Item.Bytes(bytes))));
            return symbol;
        });
    }

    /** Symbol of a zero-terminated text. */
    String cString(String text) {
        return texts.computeIfAbsent(text, t -> {
            String symbol = "plat.text." + texts.size();
            byte[] bytes = t.getBytes(StandardCharsets.UTF_8);
            module.add(new StaticData(
                    symbol, Section.RODATA, 1, false, List.of(new Item.Bytes(bytes), new Item.Int(1, 0))));
            return symbol;
        });
    }
}
