// The grammar of Plat, in the order of the language reference's chapters. No predicates, no actions.
//
// Shapes that look odd are for speed: prediction must never look far ahead, or nested programs take quadratic time.
//  - operators are a flat list `operand (op operand)*`; AstBuilder folds them by precedence;
//  - what a statement begins with decides whether it ends at its brace (`blockLike`); an expression that is a statement
//    therefore begins with a `leading…` rule, which cannot start so;
//  - lists of arms recurse to the right, since whether a comma may be left out depends on the arm;
//  - braces are a block or a Dict, told apart only after their first expression.
// AstBuilder reports what the grammar lets pass: a missing `;` before a statement, what is assigned to, chained ranges,
// `not` after a tighter operator, the order of modifiers, interpolation in patterns.
// DAMAGED stands for text that has been reported already (see Recovery).
parser grammar PlatParser;

options { tokenVocab = PlatLexer; }

// ---------- §1 names

name           : NAME | TYPE_NAME | contextualWord ;
contextualWord : AFTER | DEFAULT | TASK_LOCAL | AS | VALUE | TARGET ;
collection     : LIST | DICT | SET ;
anyName        : name | collection ;

// ---------- §2 programs, modules, visibility

compilationUnit : moduleDeclaration? useDeclaration* item* EOF ;
filePart        : ( moduleDeclaration | useDeclaration | item ) EOF ;          // one of them alone, for recovery

moduleDeclaration : MOD path SEMI ;
useDeclaration    : USE path ( AS name | COLONCOLON LBRACE useName ( COMMA useName )* COMMA? RBRACE )? SEMI ;
path              : anyName ( COLONCOLON anyName )* ;
useName           : anyName ( AS name )? ;

item : modifier* declaration ;
declaration
  : function
  | classDeclaration
  | enumDeclaration
  | typeAlias
  | newtypeDeclaration
  | constant
  | taskLocal
  | testBlock
  ;
modifier : PUB | OVERRIDE | VIRTUAL | MUT ;

constant  : CONST name COLON type ASSIGN expression SEMI ;
taskLocal : TASK_LOCAL name COLON type ASSIGN expression SEMI ;
testBlock : ( TEST | BENCH ) name LBRACE ( modifier* function )* RBRACE ;      // §13

// ---------- §3 types

type
  : FN LPAREN ( type ( COMMA type )* COMMA? )? RPAREN ( ARROW type )?          # functionType
  | path ( angleArguments | squareArguments )?                                 # namedType
  | DAMAGED                                                                    # damagedType
  ;
angleArguments  : ( LT | TYPE_LT ) type ( COMMA type )* COMMA? closingAngle ;
squareArguments : LBRACK type ( COMMA type )* COMMA? RBRACK ;
closingAngle    : GT | GT_THEN_GT | GT_THEN_EQ | GT_THEN_GT_EQ ;

typeAlias          : TYPE name typeParameters? ASSIGN type SEMI ;
newtypeDeclaration : NEWTYPE name ASSIGN type SEMI ;

// ---------- §4 statements

block     : LBRACE simpleRun? ( statement simpleRun? )* bareJump? RBRACE ;
simpleRun : simple ( SEMI simple )* SEMI? ;                                    // a missing last `;` is reported later
simple
  : leadingExpression ( assignOperator expression )?                           # expressionOrAssignment
  | RETURN expression                                                          # returnValue
  | BREAK LABEL? expression                                                    # breakValue
  ;
bareJump : RETURN | BREAK LABEL? | CONTINUE LABEL? ;
assignOperator
  : ASSIGN | PLUS_EQ | MINUS_EQ | STAR_EQ | SLASH_EQ | PERCENT_EQ | AMP_EQ | PIPE_EQ | CARET_EQ | SHL_EQ
  | GT_THEN_GT_EQ GT_THEN_EQ ASSIGN
  ;

statement : plainStatement | blockLike SEMI? ;
plainStatement
  : LET pattern ASSIGN expression ( ELSE block )? SEMI                         # letStatement
  | VAR name ( COLON type )? ASSIGN expression SEMI                            # varStatement
  | bareJump SEMI                                                              # jumpStatement
  | LABEL_DEFINITION? WHILE LPAREN condition RPAREN block SEMI?                # whileStatement
  | LABEL_DEFINITION? FOR LPAREN loopVariable ( COMMA loopVariable )? IN expression RPAREN block SEMI?   # forStatement
  | DEFER block SEMI?                                                          # deferStatement
  ;
loopVariable : name ( COLON type )? ;
condition    : LET pattern ASSIGN expression | expression ;

blockLike   : braces | ifStatement | construct ;
ifStatement : IF LPAREN condition RPAREN block ( ELSE ( ifStatement | block ) )? ;
ifValue     : IF LPAREN condition RPAREN block ELSE ( ifValue | block ) ;
construct
  : MATCH expression LBRACE arms? RBRACE                                       # match
  | LABEL_DEFINITION? LOOP block                                               # loop
  | CONCURRENT block                                                           # concurrent
  | RACE LBRACE ( raceArm ( COMMA raceArm )* COMMA? )? RBRACE                  # race
  | RACE LPAREN loopVariable IN expression RPAREN block                        # raceList
  | SELECT BIASED? LBRACE selectArms? RBRACE                                   # select
  ;
raceArm : SPAWN block ;

// ---------- §5 expressions

expression        : comparison ( looseOperator comparison )* ;
leadingExpression : leadingComparison ( looseOperator comparison )* ;
comparison        : operand ( tightOperator operand )* ( relation operand ( tightOperator operand )* )? ;
leadingComparison : leadingOperand ( tightOperator operand )* ( relation operand ( tightOperator operand )* )? ;

looseOperator  : OR | AND | EQ | NE ;
relation       : LT | LE | GT | GT_THEN_EQ ASSIGN ;
tightOperator  : PIPE | CARET | AMP | DOTDOT | DOTDOTEQ | SHL | GT_THEN_GT GT | PLUS | MINUS | STAR | SLASH | PERCENT ;
prefixOperator : NOT | MINUS | TILDE ;

operand        : prefixOperator* primary postfix* ;
leadingOperand : prefixOperator+ primary postfix* | leadingPrimary postfix* ;
postfix
  : LPAREN arguments? RPAREN                                                   # callPostfix
  | DOT anyName typeArguments?                                                 # memberPostfix
  | LBRACK expression RBRACK                                                   # indexPostfix
  | QUESTION                                                                   # tryPostfix
  | BANG                                                                       # unwrapPostfix
  ;
arguments : argument ( COMMA argument )* COMMA? ;
argument  : ( name ( COLONCOLON name )* ASSIGN )? expression ;      // a path is reported, in with_local too

primary : leadingPrimary | braces | ifValue | construct ;
leadingPrimary
  : ( INT | FLOAT | DURATION | TRUE | FALSE )                                  # literal
  | string                                                                     # stringLiteral
  | SELF                                                                       # self
  | SUPER DOT anyName LPAREN arguments? RPAREN                                 # superCall
  | valuePath                                                                  # pathValue
  | collection ( squareArguments | typeArguments )? ( COLONCOLON | DOT ) anyName   # collectionMember
  | LPAREN expression? RPAREN                                                  # parentheses
  | LBRACK ( expression ( COMMA expression )* COMMA? )? RBRACK                 # listLiteral
  | SET LBRACE ( expression ( COMMA expression )* COMMA? )? RBRACE             # setLiteral
  | FN LPAREN ( lambdaParameter ( COMMA lambdaParameter )* COMMA? )? RPAREN ( ARROW type )? block   # lambda
  | SPAWN block                                                                # spawn
  | CAST LPAREN castArgument ( COMMA castArgument )* COMMA? RPAREN             # cast
  | DAMAGED                                                                    # damagedExpression
  ;
castArgument : TARGET ASSIGN type | ( VALUE ASSIGN )? expression ;
valuePath    : name typeArguments? ( COLONCOLON anyName typeArguments? )* ;

string        : QUOTE ( STRING_TEXT | ESCAPE | interpolation )* STRING_END | RAW_STRING ;
interpolation : INTERPOLATION_OPEN expression ( FORMAT_COLON FORMAT_SPEC? )? RBRACE ;

// A block or a Dict. The alternatives differ in what the braces begin with.
braces
  : LBRACE RBRACE                                                              # emptyBraces
  | LBRACE leadingExpression ( COLON expression dictTail | ( assignOperator expression )? blockTail ) RBRACE    # expressionBraces
  | LBRACE blockLike ( COLON expression dictTail | SEMI? simpleRun? ( statement simpleRun? )* bareJump? ) RBRACE    # blockLikeBraces
  | LBRACE ( RETURN expression | BREAK LABEL? expression ) blockTail RBRACE    # jumpBraces
  | LBRACE bareJump RBRACE                                                     # bareJumpBraces
  | LBRACE plainStatement simpleRun? ( statement simpleRun? )* bareJump? RBRACE    # statementBraces
  ;
blockTail : ( SEMI simple )* SEMI? ( statement simpleRun? )* bareJump? ;
dictTail  : ( COMMA dictEntry )* COMMA? ;
dictEntry : expression COLON expression ;

// ---------- §6 functions, generics

function       : FN name typeParameters? LPAREN ( parameter ( COMMA parameter )* COMMA? )? RPAREN ( ARROW type )? block ;
typeParameters : ( LT | TYPE_LT ) typeParameter ( COMMA typeParameter )* COMMA? closingAngle ;
typeParameter  : name ( COLON type ( PLUS type )* )? ;
parameter      : name COLON type ( ASSIGN expression )? ;

lambdaParameter : name ( COLON type )? ;

// Type arguments in an expression. ContextualWords has decided that they are (TYPE_LT).
typeArguments : TYPE_LT type ( COMMA type )* COMMA? closingAngle ;

// ---------- §7 classes

classDeclaration : CLASS name typeParameters? ( COLON type )? LBRACE member* RBRACE ;
member           : modifier* ( field | initializer | function ) ;
field            : ( LET | VAR ) name COLON type ( ASSIGN expression )? SEMI ;
initializer      : INIT LPAREN ( parameter ( COMMA parameter )* COMMA? )? RPAREN ( ARROW type )? block ;

// ---------- §8 enums and patterns

enumDeclaration : ENUM name typeParameters? LBRACE ( variant ( COMMA variant )* COMMA? )? enumMethod* RBRACE ;
enumMethod      : modifier* function ;
variant         : anyName ( LPAREN variantField ( COMMA variantField )* COMMA? RPAREN )? ;
variantField    : ( name COLON )? type ;

pattern : PIPE? onePattern ( PIPE onePattern )* ;
onePattern
  : patternLiteral ( ( DOTDOT | DOTDOTEQ ) patternLiteral )?                   # literalPattern
  | path LPAREN ( patternField ( COMMA patternField )* COMMA? )? RPAREN        # fieldsPattern
  | path ( COLON type )?                                                       # namePattern
  | DAMAGED                                                                    # damagedPattern
  ;
patternField   : ( name ASSIGN )? pattern ;
patternLiteral : MINUS? ( INT | FLOAT | DURATION ) | string | TRUE | FALSE ;

arms    : pattern guard? ARROW ( blockLike COMMA? arms? | armBody ( COMMA arms? )? ) ;
guard   : IF expression ;
armBody : simple | bareJump ;

// ---------- §10 concurrency (concurrent, race: with the constructs of §4; spawn: §5)

selectArms : selectHead ARROW ( blockLike COMMA? selectArms? | armBody ( COMMA selectArms? )? ) ;
selectHead
  : AFTER expression                                                           # afterHead
  | DEFAULT                                                                    # defaultHead
  | ( name ( COLON type )? ASSIGN )? expression                                # channelHead
  ;
