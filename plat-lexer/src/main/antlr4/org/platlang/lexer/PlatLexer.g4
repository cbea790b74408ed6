// The tokens of Plat (language reference, chapter 1), in the order of the chapter.
//
// What the notation cannot say is in ModalLexer, the superclass:
//  - a block comment and a raw string are scanned to their end, which counts nesting and `#`;
//  - `${` opens an interpolation and the `}` at its bracket depth 0 closes it;
//  - a `:` at bracket depth 0 of an interpolation is FORMAT_COLON and enters mode FORMAT;
//  - there is no `>>`, `>=`, `>>=`: each `>` is a token of its own, so that type arguments close one by one, and
//    tells what follows it directly (GT_THEN_GT before `>`, GT_THEN_EQ before `=`, GT_THEN_GT_EQ before `>=`);
//  - every malformed token is reported there and stands for the nearest well-formed one, or is left out.
// ContextualWords then retags `race`, `select`, `biased`, keywords used as names, and a `<` that begins type arguments.
lexer grammar PlatLexer;

options { superClass = ModalLexer; }

// RACE, SELECT, BIASED, TYPE_LT: made by ContextualWords. DAMAGED: stands for text the parser has reported and given up on.
tokens { FORMAT_COLON, GT_THEN_GT, GT_THEN_EQ, GT_THEN_GT_EQ, TYPE_LT, RACE, SELECT, BIASED, DAMAGED }

// ---- comments and white space
SHEBANG       : '#!' ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' -> channel(HIDDEN) ;
LINE_COMMENT  : '//' ~[\r\n]* -> channel(HIDDEN) ;
WHITE_SPACE   : [ \t\r\n\u000C]+ -> skip ;

// ---- keywords, from FN to INTERFACE
FN         : 'fn' ;
LET        : 'let' ;
VAR        : 'var' ;
CONST      : 'const' ;
IF         : 'if' ;
ELSE       : 'else' ;
WHILE      : 'while' ;
FOR        : 'for' ;
IN         : 'in' ;
LOOP       : 'loop' ;
BREAK      : 'break' ;
CONTINUE   : 'continue' ;
RETURN     : 'return' ;
MATCH      : 'match' ;
ENUM       : 'enum' ;
CLASS      : 'class' ;
INIT       : 'init' ;
SELF       : 'self' ;
SUPER      : 'super' ;
VIRTUAL    : 'virtual' ;
OVERRIDE   : 'override' ;
MUT        : 'mut' ;
PUB        : 'pub' ;
MOD        : 'mod' ;
USE        : 'use' ;
TYPE       : 'type' ;
NEWTYPE    : 'newtype' ;
TEST       : 'test' ;
BENCH      : 'bench' ;
CAST       : 'cast' ;
TRUE       : 'true' ;
FALSE      : 'false' ;
AND        : 'and' ;
OR         : 'or' ;
NOT        : 'not' ;
CONCURRENT : 'concurrent' ;
SPAWN      : 'spawn' ;
DEFER      : 'defer' ;
INTERFACE  : 'interface' ;

// ---- words that are names except in one place
AFTER      : 'after' ;
DEFAULT    : 'default' ;
TASK_LOCAL : 'task_local' ;
AS         : 'as' ;
VALUE      : 'value' ;
TARGET     : 'target' ;

// ---- types with brackets and literals of their own
LIST : 'List' ;
DICT : 'Dict' ;
SET  : 'Set' ;

// ---- names: with a capital first, or not
TYPE_NAME : '_'* [A-Z] [A-Za-z0-9_]* ;
NAME      : [A-Za-z_] [A-Za-z0-9_]* ;

LABEL_DEFINITION : LABEL ':' ;
LABEL            : '\'' [A-Za-z_] [A-Za-z0-9_]* ;
CHAR_LITERAL     : '\'' ( '\\' . | ~['\\\r\n] ) '\'' ;      // always an error; LABEL is shorter

// ---- numbers and durations
INT        : ( DECIMAL | HEX | BINARY | OCTAL ) INT_SUFFIX? ;
FLOAT      : ( DECIMAL FRACTION EXPONENT? | DECIMAL EXPONENT ) FLOAT_SUFFIX? | DECIMAL FLOAT_SUFFIX ;
DURATION   : DECIMAL FRACTION? EXPONENT? ( 'ns' | 'us' | 'ms' | 's' | 'min' | 'h' ) ;
BAD_NUMBER : [0-9] [0-9A-Za-z_]* ( '.' [0-9] [0-9A-Za-z_]* )?      // whatever else looks like a number
           | DECIMAL FRACTION? EXPONENT [A-Za-z_] [0-9A-Za-z_]*
           ;

fragment DECIMAL      : [0-9] [0-9_]* ;
fragment HEX          : '0x' [_]* [0-9a-fA-F] [0-9a-fA-F_]* ;
fragment BINARY       : '0b' [_]* [01] [01_]* ;
fragment OCTAL        : '0o' [_]* [0-7] [0-7_]* ;
fragment FRACTION     : '.' [0-9] [0-9_]* ;
fragment EXPONENT     : [eE] [+-]? [0-9] [0-9_]* ;
fragment INT_SUFFIX   : 'i8' | 'i16' | 'i32' | 'i64' ;
fragment FLOAT_SUFFIX : 'f8' | 'f16' | 'f32' | 'f64' ;

// ---- strings
RAW_STRING : 'r' '#'* '"' ;
QUOTE      : '"' -> pushMode(STRING) ;

// ---- operators and punctuation
PLUS_EQ : '+=' ; MINUS_EQ : '-=' ; STAR_EQ : '*=' ; SLASH_EQ : '/=' ; PERCENT_EQ : '%=' ;
AMP_EQ  : '&=' ; PIPE_EQ  : '|=' ; CARET_EQ : '^=' ; SHL_EQ  : '<<=' ;
EQ : '==' ; NE : '!=' ; LE : '<=' ; SHL : '<<' ; ARROW : '->' ;
DOTDOTEQ : '..=' ; DOTDOT : '..' ; COLONCOLON : '::' ;
PLUS : '+' ; MINUS : '-' ; STAR : '*' ; SLASH : '/' ; PERCENT : '%' ;
AMP : '&' ; PIPE : '|' ; CARET : '^' ; TILDE : '~' ;
ASSIGN : '=' ; LT : '<' ; GT : '>' ; BANG : '!' ; QUESTION : '?' ;
DOT : '.' ; COMMA : ',' ; SEMI : ';' ; COLON : ':' ;
LPAREN : '(' ; RPAREN : ')' ; LBRACK : '[' ; RBRACK : ']' ; LBRACE : '{' ; RBRACE : '}' ;

BAD_CHAR : . ;

mode STRING;
STRING_TEXT        : ~["\\$]+ ;
DOLLAR             : '$' -> type(STRING_TEXT) ;
ESCAPE             : '\\' ( [ntr\\"$0] | 'u{' [0-9a-fA-F]+ '}' ) ;
BAD_ESCAPE         : '\\' ( 'u{' ~["{}\r\n]* '}'? | ~[\r\n]? ) ;
INTERPOLATION_OPEN : '${' ;
STRING_END         : '"' -> popMode ;

mode FORMAT;
FORMAT_SPEC    : ~[}\r\n]+ ;
FORMAT_END     : '}' -> type(RBRACE) ;
FORMAT_NEWLINE : [\r\n] ;
