package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;

/** A random program. */
public final class GeneratedProgram {
    /** What a program prints, with more behind it, about a constant that is not what its expression gives as it runs. */
    public static final String WRONG_CONSTANT = "this constant is wrong: ";

    private GeneratedProgram() {}

    /** The program of the seed, a whole one that begins at {@code main}. */
    public static Piece whole(long seed) {
        return make(seed, "", "main");
    }

    /**
     * The same program as one of several in a file.
     *
     * @param tag ends the names of all its items
     * @param main name of the function where it begins
     */
    public static Piece tagged(long seed, String tag, String main) {
        return make(seed, tag, main);
    }

    private static Piece make(long seed, String tag, String main) {
        Maker maker = new Maker(seed, tag);
        Declarations declarations = new Declarations(maker);
        Classes classes = new Classes(maker);
        List<Piece> items = new ArrayList<>();
        for (int i = maker.choice.between(1, 3); i > 0; i--) {
            items.add(declarations.enumeration());
        }
        Constants constants = new Constants(maker);
        for (int i = maker.choice.between(0, 3); i > 0; i--) {
            items.add(
                    switch (maker.choice.below(3)) {
                        case 0 -> declarations.newtype();
                        case 1 -> declarations.alias();
                        default -> constants.one();
                    });
        }
        for (int i = maker.choice.between(0, 4); i > 0; i--) {
            items.add(maker.choice.percent(70) ? classes.one() : declarations.function());
        }
        for (int i = maker.choice.between(1, 4); i > 0; i--) {
            items.add(declarations.function());
        }
        items.add(declarations.main(main));
        return Piece.statements(items);
    }
}
