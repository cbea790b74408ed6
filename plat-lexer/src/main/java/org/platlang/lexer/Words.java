package org.platlang.lexer;

/** The words of the grammar by their text, for {@link QuickScanner}. */
final class Words {
    private Words() {}

    /** The token type of the word {@code text[start, end)}. */
    static int type(String text, int start, int end) {
        return switch (text.substring(start, end)) {
            case "fn" -> PlatLexer.FN;
            case "let" -> PlatLexer.LET;
            case "var" -> PlatLexer.VAR;
            case "const" -> PlatLexer.CONST;
            case "if" -> PlatLexer.IF;
            case "else" -> PlatLexer.ELSE;
            case "while" -> PlatLexer.WHILE;
            case "for" -> PlatLexer.FOR;
            case "in" -> PlatLexer.IN;
            case "loop" -> PlatLexer.LOOP;
            case "break" -> PlatLexer.BREAK;
            case "continue" -> PlatLexer.CONTINUE;
            case "return" -> PlatLexer.RETURN;
            case "match" -> PlatLexer.MATCH;
            case "enum" -> PlatLexer.ENUM;
            case "class" -> PlatLexer.CLASS;
            case "init" -> PlatLexer.INIT;
            case "self" -> PlatLexer.SELF;
            case "super" -> PlatLexer.SUPER;
            case "virtual" -> PlatLexer.VIRTUAL;
            case "override" -> PlatLexer.OVERRIDE;
            case "mut" -> PlatLexer.MUT;
            case "pub" -> PlatLexer.PUB;
            case "mod" -> PlatLexer.MOD;
            case "use" -> PlatLexer.USE;
            case "type" -> PlatLexer.TYPE;
            case "newtype" -> PlatLexer.NEWTYPE;
            case "test" -> PlatLexer.TEST;
            case "bench" -> PlatLexer.BENCH;
            case "cast" -> PlatLexer.CAST;
            case "true" -> PlatLexer.TRUE;
            case "false" -> PlatLexer.FALSE;
            case "and" -> PlatLexer.AND;
            case "or" -> PlatLexer.OR;
            case "not" -> PlatLexer.NOT;
            case "concurrent" -> PlatLexer.CONCURRENT;
            case "spawn" -> PlatLexer.SPAWN;
            case "defer" -> PlatLexer.DEFER;
            case "interface" -> PlatLexer.INTERFACE;
            case "after" -> PlatLexer.AFTER;
            case "default" -> PlatLexer.DEFAULT;
            case "task_local" -> PlatLexer.TASK_LOCAL;
            case "as" -> PlatLexer.AS;
            case "value" -> PlatLexer.VALUE;
            case "target" -> PlatLexer.TARGET;
            case "List" -> PlatLexer.LIST;
            case "Dict" -> PlatLexer.DICT;
            case "Set" -> PlatLexer.SET;
            default -> beginsWithCapital(text, start, end) ? PlatLexer.TYPE_NAME : PlatLexer.NAME;
        };
    }

    private static boolean beginsWithCapital(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '_') {
                return c >= 'A' && c <= 'Z';
            }
        }
        return false;
    }

    /** The type of a decimal number with this suffix; BAD_NUMBER for whatever the grammar must judge. */
    static int numberType(String text, int start, int end, boolean fraction) {
        return switch (text.substring(start, end)) {
            case "i8", "i16", "i32", "i64" -> fraction ? PlatLexer.BAD_NUMBER : PlatLexer.INT;
            case "f8", "f16", "f32", "f64" -> PlatLexer.FLOAT;
            case "ns", "us", "ms", "s", "min", "h" -> PlatLexer.DURATION;
            default -> PlatLexer.BAD_NUMBER;
        };
    }
}
