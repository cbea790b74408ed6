import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites the pattern switches in a jar into chains of {@code instanceof}, so that a short run need not link them.
 *
 * <p>javac compiles {@code switch} over a sealed family to an {@code invokedynamic} of {@code
 * SwitchBootstraps.typeSwitch}, which spins a hidden class at its first execution: about 1.1 ms each, and no start-up
 * cache holds them (JDK 25). A compiler that runs for a tenth of a second meets some fifty. Each such call becomes a
 * call of a synthetic static method of the same class with the same meaning: given the value and the label to begin
 * with, the index of the first label from there whose class the value has; the number of labels if there is none; -1
 * for null. Call sites with labels other than classes are left as they are.
 *
 * <p>Usage: {@code java UnrollTypeSwitches.java in.jar out.jar} (JDK 24 or later).
 */
public final class UnrollTypeSwitches {
    private UnrollTypeSwitches() {}

    public static void main(String[] args) throws IOException {
        try (JarFile in = new JarFile(args[0]);
                OutputStream file = Files.newOutputStream(Path.of(args[1]));
                JarOutputStream out = new JarOutputStream(file)) {
            var entries = in.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? unroll(bytes, in) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] unroll(byte[] bytes, JarFile jar) {
        // Stack maps are computed anew, which asks for the supertypes of the jar's own classes.
        ClassHierarchyResolver inJar = ClassHierarchyResolver.ofResourceParsing(type -> {
            String descriptor = type.descriptorString();
            JarEntry found = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
            try {
                return found == null ? null : jar.getInputStream(found);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ClassFile files = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(inJar.orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = files.parse(bytes);
        ClassDesc self = model.thisClass().asSymbol();
        boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
        List<List<ClassDesc>> chains = new ArrayList<>();
        CodeTransform calls = (code, element) -> {
            List<ClassDesc> labels = element instanceof InvokeDynamicInstruction i ? labels(i) : List.of();
            if (labels.isEmpty()) {
                code.with(element);
            } else {
                code.invokestatic(self, name(chains.size()), CHAIN, isInterface);
                chains.add(labels);
            }
        };
        byte[] changed = files.transformClass(
                model,
                ClassTransform.transformingMethodBodies(UnrollTypeSwitches::hasSwitch, calls)
                        .andThen(ClassTransform.endHandler(builder -> {
                    for (int i = 0; i < chains.size(); i++) {
                        List<ClassDesc> labels = chains.get(i);
                        builder.withMethodBody(
                                name(i),
                                CHAIN,
                                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                                code -> chain(code, labels));
                    }
                })));
        return chains.isEmpty() ? bytes : changed;
    }

    private static final MethodTypeDesc CHAIN =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object, ConstantDescs.CD_int);

    private static boolean hasSwitch(MethodModel method) {
        if (method.code().isEmpty()) {
            return false;
        }
        for (CodeElement e : method.code().get()) {
            if (e instanceof InvokeDynamicInstruction call && !labels(call).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static String name(int index) {
        return "typeSwitch$" + index;
    }

    /** The labels of a type switch; empty if this is none, or has labels that are no classes. */
    private static List<ClassDesc> labels(InvokeDynamicInstruction call) {
        DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
        if (!bootstrap.methodName().equals("typeSwitch")
                || !bootstrap.owner().descriptorString().equals("Ljava/lang/runtime/SwitchBootstraps;")) {
            return List.of();
        }
        List<ClassDesc> labels = new ArrayList<>();
        for (ConstantDesc argument : call.bootstrapArgs()) {
            if (!(argument instanceof ClassDesc c) || c.isPrimitive()) {
                return List.of();
            }
            labels.add(c);
        }
        return labels;
    }

    /** {@code value} in slot 0, the label to begin with in slot 1. */
    private static void chain(CodeBuilder code, List<ClassDesc> labels) {
        Label present = code.newLabel();
        code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf(labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }
}
