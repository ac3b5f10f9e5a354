// Stage: syntax. The grammar of D, for lemon: the tokens of one item (clause or declaration) in, its
// nodes out. Every action is a call to a node constructor (nodes.h). TYPE_NAME and IDENT are told
// apart before they come here (parse.cc), names after `.` and `->` are IDENT whatever they are.
%name Grammar
%token_prefix TOKEN_
%token_type {const Token *}
%extra_context {Nodes *nodes}
// Enough for trees as high as ast::max_height: an `else if` takes six entries, a `?:` four.
%stack_size 16384
%start_symbol input

%include {
#include "syntax/grammar_state.h"
#include "syntax/nodes.h"
#include <cassert>
#include <cstdio>
#include <cstdlib>

namespace dtrace {
using namespace ast;
}

using namespace dtrace;
using dtrace::ast::BinaryOp;
using dtrace::ast::UnaryOp;
}

// Tokens that would be errors are never fed (GrammarState::accepts).
%syntax_error {
  (void)yymajor;
  (void)TOKEN;
}
%stack_overflow {
  nodes->too_high({});
}

// Lowest first. The arms of `?:` take assignments, as in C++: `x ? y = 1 : z = 2`.
%right ASSIGN ADD_EQ SUB_EQ MUL_EQ DIV_EQ MOD_EQ AND_EQ OR_EQ XOR_EQ SHL_EQ SHR_EQ QUESTION COLON.
%left OR_OR.
%left XOR_XOR.
%left AND_AND.
%left OR.
%left XOR.
%left AND.
%left EQ NE.
%left LT LE GT GE.
%left SHL SHR.
%left PLUS MINUS.
%left STAR DIV MOD.
%nonassoc IF.
%nonassoc ELSE.

// The lexer's words that no rule has.
%token RESERVED.

input ::= clause.
input ::= declaration.
input ::= inline.
input ::= translator.
input ::= provider.
input ::= EXPRESSION expr(E). { nodes->expression_item(E); }

// ---- Clauses ---------------------------------------------------------------------------------

clause ::= descriptions(D). { nodes->clause(D, nullptr, nullptr, nullptr, nullptr); }
clause ::= descriptions(D) predicate(P). { nodes->clause(D, P, nullptr, nullptr, nullptr); }
clause ::= descriptions(D) LBRACE(F) statements(S) RBRACE(L). { nodes->clause(D, nullptr, F, S, L); }
clause ::= descriptions(D) predicate(P) LBRACE(F) statements(S) RBRACE(L). { nodes->clause(D, P, F, S, L); }

%type descriptions {Nodes::Descriptions *}
descriptions(A) ::= DESCRIPTION(D). { A = nodes->list(*nodes->description(D)); }
descriptions(A) ::= descriptions(L) COMMA DESCRIPTION(D). { A = nodes->append(L, *nodes->description(D)); }

%type predicate {Expr *}
predicate(A) ::= PREDICATE expr(E) PREDICATE_END. { A = E; }

%type statements {Nodes::Statements *}
statements(A) ::= . { A = nodes->list<Statement *>(); }
statements(A) ::= statements(L) statement(S). { A = nodes->add_statement(L, S); }

%type statement {Statement *}
statement(A) ::= SEMI. { A = nullptr; }
statement(A) ::= expr(E) SEMI(L). { A = nodes->expression_statement(E, L); }
statement(A) ::= LBRACE(F) statements(S) RBRACE(L). { A = nodes->block(F, S, L); }
statement(A) ::= IF(F) LP expr(E) RP statement(S). [IF] { A = nodes->if_statement(F, E, S, nullptr); }
statement(A) ::= IF(F) LP expr(E) RP statement(S) ELSE statement(O). { A = nodes->if_statement(F, E, S, O); }

// ---- Expressions -----------------------------------------------------------------------------

%type expr {Expr *}
expr(A) ::= value(E). { A = E; }
expr(A) ::= expr(L) COMMA value(R). { A = nodes->binary(BinaryOp::Comma, L, R); }

%type value {Expr *}
value(A) ::= cast(E). { A = E; }
value(A) ::= value(L) STAR value(R). { A = nodes->binary(BinaryOp::Mul, L, R); }
value(A) ::= value(L) DIV value(R). { A = nodes->binary(BinaryOp::Div, L, R); }
value(A) ::= value(L) MOD value(R). { A = nodes->binary(BinaryOp::Mod, L, R); }
value(A) ::= value(L) PLUS value(R). { A = nodes->binary(BinaryOp::Add, L, R); }
value(A) ::= value(L) MINUS value(R). { A = nodes->binary(BinaryOp::Sub, L, R); }
value(A) ::= value(L) SHL value(R). { A = nodes->binary(BinaryOp::Shl, L, R); }
value(A) ::= value(L) SHR value(R). { A = nodes->binary(BinaryOp::Shr, L, R); }
value(A) ::= value(L) LT value(R). { A = nodes->binary(BinaryOp::Lt, L, R); }
value(A) ::= value(L) LE value(R). { A = nodes->binary(BinaryOp::Le, L, R); }
value(A) ::= value(L) GT value(R). { A = nodes->binary(BinaryOp::Gt, L, R); }
value(A) ::= value(L) GE value(R). { A = nodes->binary(BinaryOp::Ge, L, R); }
value(A) ::= value(L) EQ value(R). { A = nodes->binary(BinaryOp::Eq, L, R); }
value(A) ::= value(L) NE value(R). { A = nodes->binary(BinaryOp::Ne, L, R); }
value(A) ::= value(L) AND value(R). { A = nodes->binary(BinaryOp::BitAnd, L, R); }
value(A) ::= value(L) XOR value(R). { A = nodes->binary(BinaryOp::BitXor, L, R); }
value(A) ::= value(L) OR value(R). { A = nodes->binary(BinaryOp::BitOr, L, R); }
value(A) ::= value(L) AND_AND value(R). { A = nodes->binary(BinaryOp::LogAnd, L, R); }
value(A) ::= value(L) XOR_XOR value(R). { A = nodes->binary(BinaryOp::LogXor, L, R); }
value(A) ::= value(L) OR_OR value(R). { A = nodes->binary(BinaryOp::LogOr, L, R); }
value(A) ::= value(C) QUESTION expr(T) COLON value(E). { A = nodes->conditional(C, T, E); }
value(A) ::= value(T) ASSIGN value(E). { A = nodes->assign({}, T, E); }
value(A) ::= value(T) ADD_EQ value(E). { A = nodes->assign(BinaryOp::Add, T, E); }
value(A) ::= value(T) SUB_EQ value(E). { A = nodes->assign(BinaryOp::Sub, T, E); }
value(A) ::= value(T) MUL_EQ value(E). { A = nodes->assign(BinaryOp::Mul, T, E); }
value(A) ::= value(T) DIV_EQ value(E). { A = nodes->assign(BinaryOp::Div, T, E); }
value(A) ::= value(T) MOD_EQ value(E). { A = nodes->assign(BinaryOp::Mod, T, E); }
value(A) ::= value(T) AND_EQ value(E). { A = nodes->assign(BinaryOp::BitAnd, T, E); }
value(A) ::= value(T) OR_EQ value(E). { A = nodes->assign(BinaryOp::BitOr, T, E); }
value(A) ::= value(T) XOR_EQ value(E). { A = nodes->assign(BinaryOp::BitXor, T, E); }
value(A) ::= value(T) SHL_EQ value(E). { A = nodes->assign(BinaryOp::Shl, T, E); }
value(A) ::= value(T) SHR_EQ value(E). { A = nodes->assign(BinaryOp::Shr, T, E); }

%type cast {Expr *}
cast(A) ::= unary(E). { A = E; }
cast(A) ::= LP(F) type_name(T) RP cast(E). { A = nodes->cast(F, T, E); }

%type unary {Expr *}
unary(A) ::= postfix(E). { A = E; }
unary(A) ::= INC(F) unary(E). { A = nodes->prefix(UnaryOp::PreInc, F, E); }
unary(A) ::= DEC(F) unary(E). { A = nodes->prefix(UnaryOp::PreDec, F, E); }
unary(A) ::= PLUS(F) cast(E). { A = nodes->prefix(UnaryOp::Plus, F, E); }
unary(A) ::= MINUS(F) cast(E). { A = nodes->prefix(UnaryOp::Minus, F, E); }
unary(A) ::= NOT(F) cast(E). { A = nodes->prefix(UnaryOp::Not, F, E); }
unary(A) ::= BIT_NOT(F) cast(E). { A = nodes->prefix(UnaryOp::BitNot, F, E); }
unary(A) ::= STAR(F) cast(E). { A = nodes->prefix(UnaryOp::Deref, F, E); }
unary(A) ::= AND(F) cast(E). { A = nodes->prefix(UnaryOp::AddressOf, F, E); }
unary(A) ::= SIZEOF(F) unary(E). { A = nodes->sizeof_expr(F, E); }
unary(A) ::= SIZEOF(F) LP type_name(T) RP(L). { A = nodes->sizeof_type(F, T, L); }
unary(A) ::= STRINGOF(F) unary(E). { A = nodes->stringof(F, E); }

%type postfix {Expr *}
postfix(A) ::= primary(E). { A = E; }
postfix(A) ::= postfix(E) LB values(V) RB(L). { A = nodes->index(E, V, L); }
postfix(A) ::= postfix(E) LP RP(L). { A = nodes->call(E, nodes->list<Expr *>(), L); }
postfix(A) ::= postfix(E) LP values(V) RP(L). { A = nodes->call(E, V, L); }
postfix(A) ::= postfix(E) DOT IDENT(N). { A = nodes->member(E, false, N); }
postfix(A) ::= postfix(E) ARROW IDENT(N). { A = nodes->member(E, true, N); }
postfix(A) ::= postfix(E) INC(L). { A = nodes->postfix(UnaryOp::PostInc, E, L); }
postfix(A) ::= postfix(E) DEC(L). { A = nodes->postfix(UnaryOp::PostDec, E, L); }
postfix(A) ::= OFFSETOF(F) LP type_name(T) COMMA path(P) RP(L). { A = nodes->offset_of(F, T, P, L); }
postfix(A) ::= XLATE(F) LT type_name(T) GT LP expr(E) RP(L). { A = nodes->xlate(F, T, E, L); }
postfix(A) ::= HAS_TYPE(F) LP type_name(T) RP(L). { A = nodes->has_type(F, T, L); }
postfix(A) ::= HAS_PROBE(F) LP DESCRIPTION(D) RP(L). { A = nodes->has_probe(F, D, L); }
postfix(A) ::= HAS_MEMBER(F) LP type_name(T) COMMA path(P) RP(L). { A = nodes->has_member(F, T, P, L); }

%type primary {Expr *}
primary(A) ::= IDENT(N). { A = nodes->identifier(N); }
primary(A) ::= SELF(F) ARROW IDENT(N). { A = nodes->scoped_variable(ast::Scope::Self, F, N); }
primary(A) ::= THIS(F) ARROW IDENT(N). { A = nodes->scoped_variable(ast::Scope::This, F, N); }
primary(A) ::= SCOPED(T). { A = nodes->symbol(T); }
primary(A) ::= AGGREGATION(T). { A = nodes->aggregation(T); }
primary(A) ::= INTEGER(T). { A = nodes->integer(T); }
primary(A) ::= texts(T). { A = nodes->string(T); }
primary(A) ::= LP(F) expr(E) RP(L). { A = nodes->parenthesized(F, E, L); }

%type texts {Nodes::Tokens *}
texts(A) ::= TEXT(T). { A = nodes->list(T); }
texts(A) ::= texts(L) TEXT(T). { A = nodes->append(L, T); }

%type values {Nodes::Exprs *}
values(A) ::= value(E). { A = nodes->list(E); }
values(A) ::= values(L) COMMA value(E). { A = nodes->append(L, E); }

%type path {Nodes::Tokens *}
path(A) ::= IDENT(N). { A = nodes->list(N); }
path(A) ::= path(L) DOT IDENT(N). { A = nodes->append(L, N); }

// ---- Types -----------------------------------------------------------------------------------
// Words before the type are storage classes and qualifiers alone, so that behind `unsigned` or
// `foo_t` a name is the thing declared, even when it is a type's name too:
//     typedef int foo_t;    struct bar { long foo_t; };

%type specifiers {DeclSpecifiers *}
specifiers(A) ::= typed(T). { A = T; }
specifiers(A) ::= modifiers(M) typed(T). { A = nodes->merge(M, T); }

%type modifiers {DeclSpecifiers *}
modifiers(A) ::= modifier(M). { A = M; }
modifiers(A) ::= modifiers(L) modifier(M). { A = nodes->merge(L, M); }

%type modifier {DeclSpecifiers *}
modifier(A) ::= qualifier(Q). { A = Q; }
modifier(A) ::= AUTO(T). { A = nodes->storage(StorageClass::Auto, T); }
modifier(A) ::= REGISTER(T). { A = nodes->storage(StorageClass::Register, T); }
modifier(A) ::= STATIC(T). { A = nodes->storage(StorageClass::Static, T); }
modifier(A) ::= EXTERN(T). { A = nodes->storage(StorageClass::Extern, T); }
modifier(A) ::= TYPEDEF(T). { A = nodes->storage(StorageClass::Typedef, T); }
modifier(A) ::= SELF(T). { A = nodes->storage(StorageClass::Self, T); }
modifier(A) ::= THIS(T). { A = nodes->storage(StorageClass::This, T); }

%type qualifier {DeclSpecifiers *}
qualifier(A) ::= CONST|VOLATILE|RESTRICT|USERLAND(T). { A = nodes->qualifier(T); }

%type typed {DeclSpecifiers *}
typed(A) ::= single(T). { A = T; }
typed(A) ::= basics(T). { A = T; }
typed(A) ::= basics(L) single(T). { A = nodes->merge(L, T); } // analysis says why not

%type single {DeclSpecifiers *}
single(A) ::= TYPE_NAME(T). { A = nodes->typedef_name(T); }
single(A) ::= STRING(T). { A = nodes->basic(ast::StringWord, T); }
single(A) ::= struct(T). { A = T; }
single(A) ::= enum(T). { A = T; }
single(A) ::= single(T) qualifier(Q). { A = nodes->merge(T, Q); }

%type basics {DeclSpecifiers *}
basics(A) ::= basic(T). { A = T; }
basics(A) ::= basics(L) basic(T). { A = nodes->merge(L, T); }
basics(A) ::= basics(L) modifier(M). { A = nodes->merge(L, M); }

%type basic {DeclSpecifiers *}
basic(A) ::= VOID(T). { A = nodes->basic(ast::Void, T); }
basic(A) ::= CHAR(T). { A = nodes->basic(ast::Char, T); }
basic(A) ::= SHORT(T). { A = nodes->basic(ast::Short, T); }
basic(A) ::= INT(T). { A = nodes->basic(ast::Int, T); }
basic(A) ::= LONG(T). { A = nodes->basic(ast::Long, T); }
basic(A) ::= FLOAT(T). { A = nodes->basic(ast::Float, T); }
basic(A) ::= DOUBLE(T). { A = nodes->basic(ast::Double, T); }
basic(A) ::= SIGNED(T). { A = nodes->basic(ast::Signed, T); }
basic(A) ::= UNSIGNED(T). { A = nodes->basic(ast::Unsigned, T); }
basic(A) ::= BOOL(T). { A = nodes->basic(ast::Bool, T); }
basic(A) ::= COMPLEX(T). { A = nodes->basic(ast::ComplexWord, T); }

%type tag {const Token *}
tag(A) ::= IDENT|SCOPED(T). { A = T; }

%type struct {DeclSpecifiers *}
struct(A) ::= struct_head(T). { A = T; }
struct(A) ::= struct_head(T) LBRACE members(M) RBRACE(L). { A = nodes->with_members(T, M, L); }
struct(A) ::= STRUCT(F) LBRACE members(M) RBRACE(L). { A = nodes->with_members(nodes->tagged(TypeWordKind::Struct, F, nullptr), M, L); }
struct(A) ::= UNION(F) LBRACE members(M) RBRACE(L). { A = nodes->with_members(nodes->tagged(TypeWordKind::Union, F, nullptr), M, L); }

%type struct_head {DeclSpecifiers *}
struct_head(A) ::= STRUCT(F) tag(T). { A = nodes->tagged(TypeWordKind::Struct, F, T); }
struct_head(A) ::= UNION(F) tag(T). { A = nodes->tagged(TypeWordKind::Union, F, T); }

%type members {Nodes::Members *}
members(A) ::= . { A = nodes->list<Member>(); }
members(A) ::= members(L) SEMI. { A = L; }
members(A) ::= members(L) specifiers(S) SEMI. { A = nodes->add_members(L, S, nullptr); }
members(A) ::= members(L) specifiers(S) member_list(M) SEMI. { A = nodes->add_members(L, S, M); }

%type member_list {Nodes::Members *}
member_list(A) ::= member(M). { A = nodes->list(*M); }
member_list(A) ::= member_list(L) COMMA member(M). { A = nodes->append(L, *M); }

%type member {Member *}
member(A) ::= declarator(D). { A = nodes->struct_member(D, nullptr); }
member(A) ::= declarator(D) COLON value(B). { A = nodes->struct_member(D, B); }
member(A) ::= COLON value(B). { A = nodes->struct_member(nullptr, B); }

%type enum {DeclSpecifiers *}
enum(A) ::= ENUM(F) tag(T). { A = nodes->tagged(TypeWordKind::Enum, F, T); }
enum(A) ::= ENUM(F) tag(T) LBRACE enumerators(E) comma RBRACE(L). { A = nodes->with_enumerators(nodes->tagged(TypeWordKind::Enum, F, T), E, L); }
enum(A) ::= ENUM(F) LBRACE enumerators(E) comma RBRACE(L). { A = nodes->with_enumerators(nodes->tagged(TypeWordKind::Enum, F, nullptr), E, L); }

comma ::= .
comma ::= COMMA.

%type enumerators {Nodes::Enumerators *}
enumerators(A) ::= enumerator(E). { A = nodes->list(*E); }
enumerators(A) ::= enumerators(L) COMMA enumerator(E). { A = nodes->append(L, *E); }

%type enumerator {Enumerator *}
enumerator(A) ::= IDENT(N). { A = nodes->enumerator(N, nullptr); }
enumerator(A) ::= IDENT(N) ASSIGN value(V). { A = nodes->enumerator(N, V); }

%type type_name {TypeName *}
type_name(A) ::= specifiers(S). { A = nodes->type_name(S, nullptr); }
type_name(A) ::= specifiers(S) abstract(D). { A = nodes->type_name(S, D); }

// ---- Declarators -----------------------------------------------------------------------------

%type declarator {Declarator *}
declarator(A) ::= direct(D). { A = D; }
declarator(A) ::= STAR(F) declarator(D). { A = nodes->pointer(F, nullptr, D); }
declarator(A) ::= STAR(F) qualifiers(Q) declarator(D). { A = nodes->pointer(F, Q, D); }

%type qualifiers {DeclSpecifiers *}
qualifiers(A) ::= qualifier(Q). { A = Q; }
qualifiers(A) ::= qualifiers(L) qualifier(Q). { A = nodes->merge(L, Q); }

%type direct {Declarator *}
direct(A) ::= IDENT(N). { A = nodes->name(N); }
direct(A) ::= LP(F) declarator(D) RP(L). { A = nodes->group(F, D, L); }
direct(A) ::= direct(D) LB(F) RB(L). { A = nodes->array(D, F, nullptr, L); }
direct(A) ::= direct(D) LB(F) value(S) RB(L). { A = nodes->array(D, F, S, L); }
direct(A) ::= direct(D) LB(F) parameters(P) RB(L). { A = nodes->tuple(D, F, P, L); }
direct(A) ::= direct(D) LP(F) RP(L). { A = nodes->function(D, F, nodes->list<Parameter>(), nullptr, L); }
direct(A) ::= direct(D) LP(F) parameters(P) RP(L). { A = nodes->function(D, F, P, nullptr, L); }
direct(A) ::= direct(D) LP(F) parameters(P) COMMA ELLIPSIS(E) RP(L). { A = nodes->function(D, F, P, E, L); }
direct(A) ::= direct(D) LP(F) ELLIPSIS(E) RP(L). { A = nodes->function(D, F, nodes->list<Parameter>(), E, L); }

%type abstract {Declarator *}
abstract(A) ::= direct_abstract(D). { A = D; }
abstract(A) ::= STAR(F). { A = nodes->pointer(F, nullptr, nullptr); }
abstract(A) ::= STAR(F) qualifiers(Q). { A = nodes->pointer(F, Q, nullptr); }
abstract(A) ::= STAR(F) abstract(D). { A = nodes->pointer(F, nullptr, D); }
abstract(A) ::= STAR(F) qualifiers(Q) abstract(D). { A = nodes->pointer(F, Q, D); }

%type direct_abstract {Declarator *}
direct_abstract(A) ::= LP(F) abstract(D) RP(L). { A = nodes->group(F, D, L); }
direct_abstract(A) ::= LB(F) RB(L). { A = nodes->array(nullptr, F, nullptr, L); }
direct_abstract(A) ::= LB(F) value(S) RB(L). { A = nodes->array(nullptr, F, S, L); }
direct_abstract(A) ::= LB(F) parameters(P) RB(L). { A = nodes->tuple(nullptr, F, P, L); }
direct_abstract(A) ::= direct_abstract(D) LB(F) RB(L). { A = nodes->array(D, F, nullptr, L); }
direct_abstract(A) ::= direct_abstract(D) LB(F) value(S) RB(L). { A = nodes->array(D, F, S, L); }
direct_abstract(A) ::= direct_abstract(D) LB(F) parameters(P) RB(L). { A = nodes->tuple(D, F, P, L); }
direct_abstract(A) ::= LP(F) RP(L). { A = nodes->function(nullptr, F, nodes->list<Parameter>(), nullptr, L); }
direct_abstract(A) ::= LP(F) parameters(P) RP(L). { A = nodes->function(nullptr, F, P, nullptr, L); }
direct_abstract(A) ::= LP(F) parameters(P) COMMA ELLIPSIS(E) RP(L). { A = nodes->function(nullptr, F, P, E, L); }
direct_abstract(A) ::= direct_abstract(D) LP(F) RP(L). { A = nodes->function(D, F, nodes->list<Parameter>(), nullptr, L); }
direct_abstract(A) ::= direct_abstract(D) LP(F) parameters(P) RP(L). { A = nodes->function(D, F, P, nullptr, L); }
direct_abstract(A) ::= direct_abstract(D) LP(F) parameters(P) COMMA ELLIPSIS(E) RP(L). { A = nodes->function(D, F, P, E, L); }

%type parameters {Nodes::Parameters *}
parameters(A) ::= parameter(P). { A = nodes->list(*P); }
parameters(A) ::= parameters(L) COMMA parameter(P). { A = nodes->append(L, *P); }

%type parameter {Parameter *}
parameter(A) ::= specifiers(S). { A = nodes->parameter(S, nullptr); }
parameter(A) ::= specifiers(S) declarator(D). { A = nodes->parameter(S, D); }
parameter(A) ::= specifiers(S) abstract(D). { A = nodes->parameter(S, D); }

// ---- Declarations ----------------------------------------------------------------------------

declaration ::= specifiers(S) SEMI. { nodes->declaration(S, nullptr); }
declaration ::= specifiers(S) declarators(D) SEMI. { nodes->declaration(S, D); }
declaration ::= modifiers(M) declarators(D) SEMI. { nodes->declaration(nodes->implicit_int(M), D); }

%type declarators {Nodes::Declarators *}
declarators(A) ::= declarator(D). { A = nodes->list(D); }
declarators(A) ::= declarators(L) COMMA declarator(D). { A = nodes->append(L, D); }

inline ::= INLINE(F) specifiers(S) declarator(D) ASSIGN value(V) SEMI. { nodes->inline_definition(F, S, D, V); }
// C's: inline int f(int x) { … }, of which the lexer leaves the prototype.
inline ::= INLINE specifiers(S) declarator(D) SEMI. { nodes->inline_function(S, D); }

// translator out_t < in_t *p > { member = value; … };
translator ::= TRANSLATOR(F) type_name(O) LT parameter(I) GT LBRACE translator_members(M) RBRACE SEMI(L). { nodes->translator(F, O, I, M, L); }

%type translator_members {Nodes::TranslatorMembers *}
translator_members(A) ::= . { A = nodes->list<TranslatorMember>(); }
translator_members(A) ::= translator_members(L) IDENT(N) ASSIGN value(V) SEMI. { A = nodes->append(L, *nodes->translator_member(N, V)); }

// provider p { probe a(int) : (long); probe b(int) = fbt::x:entry, fbt::y:entry / arg0 / : arg1; };
// A probe may be written function:name, and without its arguments: they are those of its source.
provider ::= PROVIDER(F) IDENT(N) LBRACE provider_probes(P) RBRACE SEMI(L). { nodes->provider(F, N, P, L); }

%type provider_probes {Nodes::ProviderProbes *}
provider_probes(A) ::= . { A = nodes->list<ProviderProbe>(); }
provider_probes(A) ::= provider_probes(L) provider_probe(P) SEMI. { A = nodes->append(L, *P); }
provider_probes(A) ::= provider_probes(L) provider_probe(P) ASSIGN descriptions(D) SEMI. { A = nodes->append(L, *nodes->with_sources(P, D, nullptr, nullptr)); }
provider_probes(A) ::= provider_probes(L) provider_probe(P) ASSIGN descriptions(D) predicate(E) SEMI. { A = nodes->append(L, *nodes->with_sources(P, D, E, nullptr)); }
provider_probes(A) ::= provider_probes(L) provider_probe(P) ASSIGN descriptions(D) COLON values(V) SEMI. { A = nodes->append(L, *nodes->with_sources(P, D, nullptr, V)); }
provider_probes(A) ::= provider_probes(L) provider_probe(P) ASSIGN descriptions(D) predicate(E) COLON values(V) SEMI. { A = nodes->append(L, *nodes->with_sources(P, D, E, V)); }

%type provider_probe {ProviderProbe *}
provider_probe(A) ::= probe_name(N). { A = N; }
provider_probe(A) ::= probe_name(N) list(P). { A = nodes->with_arguments(N, P, nullptr); }
provider_probe(A) ::= probe_name(N) list(P) COLON list(T). { A = nodes->with_arguments(N, P, T); }

%type probe_name {ProviderProbe *}
probe_name(A) ::= PROBE(F) IDENT|RESERVED(N). { A = nodes->provider_probe(F, nullptr, N); }
probe_name(A) ::= PROBE(F) IDENT|RESERVED(U) COLON IDENT|RESERVED(N). { A = nodes->provider_probe(F, U, N); }

%type list {Nodes::Parameters *}
list(A) ::= LP RP. { A = nodes->list<Parameter>(); }
list(A) ::= LP parameters(P) RP. { A = P; }

%code {
namespace dtrace {

struct GrammarState::Parser : yyParser {};

GrammarState::GrammarState(Nodes &nodes) : nodes_(nodes), parser_(std::make_unique_for_overwrite<Parser>()) {
  GrammarInit(parser_.get(), &nodes_);
}

GrammarState::~GrammarState() { GrammarFinalize(parser_.get()); }

void GrammarState::restart() {
  GrammarFinalize(parser_.get());
  GrammarInit(parser_.get(), &nodes_);
}

void GrammarState::feed(int token, const Token *value) { Grammar(parser_.get(), token, value); }

// Runs the reductions that `token` would cause on a copy of the states they touch.
bool GrammarState::accepts(int token) const {
  const yyStackEntry *below = parser_->yytos;
  std::vector<YYACTIONTYPE> above; // states pushed over `below`
  YYACTIONTYPE action = below->stateno;
  while (true) {
    action = yy_find_shift_action(static_cast<YYCODETYPE>(token), action);
    if (action < YY_MIN_REDUCE)
      return action <= YY_MAX_SHIFTREDUCE || action == YY_ACCEPT_ACTION;
    const int rule = action - YY_MIN_REDUCE;
    for (int symbols = -yyRuleInfoNRhs[rule]; symbols > 0; symbols--) {
      if (above.empty())
        below--;
      else
        above.pop_back();
    }
    action = yy_find_reduce_action(above.empty() ? below->stateno : above.back(),
                                   yyRuleInfoLhs[rule]);
    if (action == YY_ACCEPT_ACTION)
      return true;
    above.push_back(action);
  }
}

} // namespace dtrace
}
