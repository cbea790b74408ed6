package org.platlang.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypePrinter;

/**
 * Which classes extend which, over the whole program. Classes are numbered in preorder of the forest they form, so that
 * a class and its subclasses have consecutive numbers and a class test is one range check on the number in the
 * descriptor (relative numbering: Schubert, Papalaskaris and Taugher, "Determining type, part, color, and time
 * relationships", Computer 16, 1983).
 */
final class ClassHierarchy {
    private final HirProgram program;
    private final Map<String, List<HirClass>> children = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    /** Last number among a class's subclasses. */
    private final Map<String, Integer> ends = new HashMap<>();

    ClassHierarchy(HirProgram program) {
        this.program = program;
        for (HirClass c : program.classes()) {
            if (c.base().isPresent()) {
                String base = TypePrinter.unique(c.base().get());
                children.computeIfAbsent(base, b -> new ArrayList<>()).add(c);
            }
        }
        int next = 0;
        for (HirClass c : program.classes()) {
            if (c.base().isEmpty()) {
                next = number(c, next);
            }
        }
    }

    private int number(HirClass c, int first) {
        numbers.put(c.name(), first);
        int next = first + 1;
        for (HirClass sub : subclasses(c)) {
            next = number(sub, next);
        }
        ends.put(c.name(), next - 1);
        return next;
    }

    private List<HirClass> subclasses(HirClass c) {
        return children.getOrDefault(c.name(), List.of());
    }

    /** Whether an instance of this type can be of no other class. */
    boolean isAlone(ClassType type) {
        HirClass c = program.classOf(type);
        return c.base().isEmpty() && subclasses(c).isEmpty();
    }

    int number(ClassType type) {
        return of(numbers, type);
    }

    /** The greatest number of the class and its subclasses, all of which lie between. */
    int last(ClassType type) {
        return of(ends, type);
    }

    private static int of(Map<String, Integer> map, ClassType type) {
        Integer found = map.get(TypePrinter.unique(type));
        if (found == null) {
            throw new IllegalArgumentException("not in the program: " + TypePrinter.unique(type));
        }
        return found;
    }

    /** The classes an instance of this type may really be of: this one and its subclasses, where instances are made. */
    List<HirClass> instantiated(ClassType type) {
        List<HirClass> result = new ArrayList<>();
        collect(program.classOf(type), result);
        return result;
    }

    private void collect(HirClass c, List<HirClass> into) {
        if (c.instantiated()) {
            into.add(c);
        }
        for (HirClass sub : subclasses(c)) {
            collect(sub, into);
        }
    }

    /** The class that introduced a field: the same for all that inherit it. */
    HirClass owner(ClassType type, int field) {
        HirClass c = program.classOf(type);
        while (c.base().isPresent() && program.classOf(c.base().get()).fields().size() > field) {
            c = program.classOf(c.base().get());
        }
        return c;
    }
}
