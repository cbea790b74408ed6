package org.platlang.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.Module;
import org.platlang.ir.StaticData;
import org.platlang.ir.StaticData.Item;
import org.platlang.ir.StaticData.Section;

/**
 * Headers that are not the address of a type descriptor but its number, so that the rest of the first word has room for a
 * field: for four bytes, or for a reference, of which the upper 16 bits are always zero. (Where the type of an object is
 * known whenever it is used, only the collector wants the descriptor; compare the headers in Lilliput, JEP 450, 2024.)
 */
final class CompactHeaders {
    private static final int REFERENCE_NUMBERS =
            1 << (RuntimeAbi.HEADER_REFERENCE_SHIFT - RuntimeAbi.HEADER_NUMBER_SHIFT);
    private static final int NUMBERS = 1 << (31 - RuntimeAbi.HEADER_NUMBER_SHIFT);

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** The header of the objects of a descriptor, which leaves the upper half of the word to fields. */
    int withScalars(String descriptor) {
        int number = number(descriptor);
        if (number >= NUMBERS) {
            throw new IllegalStateException("more types than fit into headers");
        }
        return number << RuntimeAbi.HEADER_NUMBER_SHIFT | RuntimeAbi.HEADER_COMPACT;
    }

    /** The header that leaves the upper 48 bits to a reference; none where the descriptor's number does not fit any more. */
    OptionalInt withReference(String descriptor) {
        int number = number(descriptor);
        return number < REFERENCE_NUMBERS
                ? OptionalInt.of(number << RuntimeAbi.HEADER_NUMBER_SHIFT
                        | RuntimeAbi.HEADER_COMPACT
                        | RuntimeAbi.HEADER_REFERENCE)
                : OptionalInt.empty();
    }

    private int number(String descriptor) {
        return numbers.computeIfAbsent(descriptor, d -> numbers.size());
    }

    /** Adds the table by number, for the collector. What no object is made of has no descriptor there. */
    void addTable(Module module) {
        List<Item> items = new ArrayList<>();
        for (String descriptor : numbers.keySet()) {
            items.add(module.hasData(descriptor) ? new Item.Address(descriptor, 0) : new Item.Int(8, 0));
        }
        if (items.isEmpty()) {
            items.add(new Item.Int(8, 0));
        }
        module.add(new StaticData("plat_compact_descs", Section.RELRO, 8, true, items));
    }
}
