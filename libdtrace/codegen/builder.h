// Stage: codegen. ProgramBuilder makes one BPF program (or the function that runs the clauses of
// dtrace:::ERROR) from one typed::Program. Its parts lie in files by subject, as marked below.
//
// What holds throughout: the dt_context and every `cell` is a stack slot that SROA turns into
// registers; integers are LLVM integers of their D size, pointers i64; an address of memory that
// the program itself may touch (map values, the stack, a record) is an LLVM pointer and never
// becomes a number but through number_of(). While a record is reserved no path leaves the clause
// but by its end or its fault block.
#pragma once
#include "codegen/pieces.h"
#include "codegen/unit.h"
#include "language/distribution.h"

#include <functional>
#include <unordered_map>

namespace dtrace::codegen {

// A string that can be read in place: NUL-terminated within `bound` bytes at `address`.
struct Text {
  llvm::Value *address;
  uint32_t bound;
  bool padded = false; // zeros from the NUL to `bound`; 8-aligned
};

// Where a variable's value lies; `address` may be null at run time when `may_be_missing`.
struct Place {
  llvm::Value *address;
  bool may_be_missing = false;
  uint64_t offset = 0; // bytes from `address`
};

class ProgramBuilder {
public:
  ProgramBuilder(Unit &unit, const typed::Program &program, size_t index, bool is_error_probe);
  void build();
  llvm::Function *function() const { return function_; }

private:
  using Value = llvm::Value;
  using Block = llvm::BasicBlock;
  struct Cell { // a variable of the code made, not of D
    llvm::AllocaInst *slot;
    llvm::Type *type;
  };

  // program.cc: from the program's entry to its clauses
  void build_piece(const Piece &piece);
  void make_function();
  void start_context();
  void gate();
  void identify_probe();
  Value *is_member(const typed::Enabling &enabling);
  Value *table_member(const typed::Enabling &enabling);
  void enabling(const typed::Enabling &enabling);
  void branch_to_members(const typed::Enabling &enabling, Block *others);
  void end_enabling(const typed::Enabling &enabling, Block *next);
  Value *activity_allows();

  // piece.cc: programs that are cut into pieces
  bool may_be_cut() const;
  bool is_cut() const { return pieces_.size() > 1; }
  void settle();                 // in large programs: forgets what differs between ways to here
  Value *unlinked(Value *value); // in large programs: a copy, tests of which say nothing of `value`
  static constexpr uint64_t carry_live = 16;
  static constexpr uint32_t in_predicate = UINT32_MAX;
  Value *carried(uint64_t offset);
  void resume();
  void call_next_piece();
  void part(const Part &part);
  void begin_part(const Part &part);
  void part_statements(const Part &part);
  void step(const Step &step);
  Value *flag(uint32_t index);
  void hand_over_draft();

  // basics.cc: cells, blocks, calls
  Cell cell(llvm::Type *type, const char *name);
  llvm::AllocaInst *stack_bytes(uint64_t size, const char *name); // 8-aligned
  Value *temporary_bytes(uint64_t size); // the same, until the statement ends
  Value *temporary(uint64_t size, uint64_t most_on_stack); // there, or in scratch memory
  void end_temporaries();
  Value *get(const Cell &cell);
  void set(const Cell &cell, Value *value);
  Block *block(const char *name);
  void jump(Block *to);          // when the current block has no end yet
  void branch(Value *condition, Block *yes, Block *no);
  void begin(Block *block);      // code goes there from now on
  void if_then(Value *condition, const std::function<void()> &body, const char *name);
  Value *at(Value *address, uint64_t offset);
  Value *at(Value *address, Value *offset);
  Value *load(llvm::Type *type, Value *address, unsigned alignment = 0);
  void store(Value *value, Value *address, unsigned alignment = 0);
  Value *number(uint64_t value, unsigned bytes = 8);
  llvm::IntegerType *integer(unsigned bytes);
  Value *context_field(ContextField field);
  Value *helper(Helper helper, llvm::Type *result, llvm::ArrayRef<Value *> arguments);
  Value *runtime(std::string_view name, llvm::ArrayRef<Value *> arguments, Span span);
  Value *cpu_slot();             // this CPU's number, masked for the verifier, i64
  void count_drop(size_t offset_in_dt_cpu);
  Value *hidden(Value *value);   // the optimiser knows nothing of the result
  Value *made_here(Value *value); // with little stack: the same value, not computed later than here
  Value *put_aside(Value *value, const typed::Expr &meanwhile); // where it lies; null: it is not
  Value *volatile_load(llvm::Type *type, Value *address);
  Value *number_of(Value *address); // as a number that the verifier does not know for a pointer
  void zero(Value *address, uint64_t size);
  void copy_words(Value *to, Value *from, uint64_t size); // small sizes, 8-aligned both

  // clause.cc
  void clause(const typed::Clause &clause);
  void statements(const std::vector<typed::Statement *> &list);
  void statement(const typed::Statement &statement);
  void expression_statement(const typed::Statement &statement);
  void if_statement(const typed::Statement &statement);
  bool has_other_effects(const std::vector<typed::Statement *> &list);

  // fault.cc
  void fault_if(Value *condition, uint32_t fault, Value *value, const char *name);
  void check_fault();            // after a call that may have called dt_fault()
  void fault_block();

  // expression.cc: scalars
  Value *value(const typed::Expr &expr);
  void effect(const typed::Expr &expr);
  void conditional_effect(const typed::ConditionalExpr &expr);
  Value *truth(const typed::Expr &expr); // i1
  Value *unary(const typed::UnaryExpr &expr);
  Value *binary(const typed::BinaryExpr &expr);
  Value *operate(typed::BinaryOp op, Value *left, Value *right, bool is_signed, Span span);
  Value *divide(typed::BinaryOp op, Value *left, Value *right, bool is_signed, Span span);
  Value *compare(const typed::CompareExpr &expr);
  Value *logical(const typed::LogicalExpr &expr);
  Value *conditional(const typed::ConditionalExpr &expr);
  Value *convert(const typed::ConvertExpr &expr, const Type *to);
  Value *assign(const typed::AssignExpr &expr);
  Value *as_stored(const typed::Expr &place, Value *value);
  using Change = std::function<Value *(Value *before)>;
  Value *change(const typed::Expr &place, const Change &made, bool want_after);
  Value *increment(const typed::IncrementExpr &expr);
  Value *bind(const typed::BindExpr &expr);
  void bind_local(const typed::BindExpr &expr);
  Value *wide(const typed::Expr &expr); // as i64, extended by its own sign
  Value *resized(Value *value, unsigned bytes, bool is_signed);
  Value *bool_to_int(Value *condition, const Type *type);

  // place.cc: variables and memory
  Value *load_place(const typed::Expr &place);
  void store_place(const typed::Expr &place, Value *value);
  Value *load_variable(const typed::VariablePlace &place);
  void store_variable(const typed::VariablePlace &place, Value *value);
  Value *load_memory(const typed::MemoryPlace &place);
  Value *load_address(Value *address, typed::Space space, unsigned size);
  void store_memory(const typed::MemoryPlace &place, Value *value);
  Value *part_offset(const typed::VariablePlace &place, uint64_t part_size);
  Value *place_address(const Place &place, Value *part);
  void store_self(const typed::VariablePlace &place, Value *value,
                  const std::function<void(Value *)> &write);
  Value *read_memory(Value *to, Value *size, Value *address, typed::Space space);
  Value *extract_bits(Value *container, const typed::BitField &bits, bool is_signed);
  Value *insert_bits(Value *container, const typed::BitField &bits, Value *value);
  Value *variable_address_number(const typed::VariablePlace &place);

  // variable.cc: where each kind of variable lies
  Place variable_to_read(const typed::VariablePlace &place);
  Value *variable_to_write(const typed::VariablePlace &place);
  Value *self_block(bool create);
  Value *this_slot(const typed::Variable &variable);
  Value *key_buffer(uint64_t size);
  Value *thread_number();
  Value *array_key(const typed::VariablePlace &place);
  Value *change_element(const typed::VariablePlace &place, const Change &made, bool want_after);
  Value *array_element(const typed::VariablePlace &place, Value *key);
  void array_assign(const typed::VariablePlace &place, Value *key, Value *from, Value *is_zero);

  // string.cc
  Text text(const typed::Expr &expr);
  void write_text(const typed::Expr &expr, Value *to, uint32_t size, bool pad);
  void copy_text(Text from, Value *to, uint32_t size, bool pad);
  void write_constant(const std::string &value, Value *to, uint32_t size, bool pad);
  void write_memory_text(const typed::ToStringExpr &expr, Value *to, uint32_t size, bool pad);
  void write_builtin_text(const typed::BuiltinExpr &expr, Value *to, uint32_t size, bool pad);
  void write_conditional(const typed::ConditionalExpr &expr, Value *to, uint32_t size, bool pad);
  Text variable_text(const typed::VariablePlace &place);
  Text temporary_text(const typed::Expr &expr);
  Text assign_text(const typed::AssignExpr &expr);
  Value *text_source(const typed::Expr &expr);
  Value *text_address(const typed::Expr &expr);

  // string_compare.cc
  Value *compare_text(const typed::StringCompareExpr &expr);
  Value *equals_constant(const typed::Expr &expr, const std::string &value);
  bool is_probe_name(const typed::Expr &expr);
  Value *name_id(const typed::BuiltinExpr &expr);   // of the firing probe: interned id, i32
  Value *interned_id(const typed::Expr &expr);      // i32
  Text probe_name_text(const typed::BuiltinExpr &expr);

  // struct.cc: structs by value
  void write_bytes(const typed::Expr &expr, Value *to, uint64_t size);
  void write_variable_bytes(const typed::VariablePlace &place, Value *to, uint64_t size);
  void copy_bytes(Value *to, Value *from, uint64_t size);
  void assign_bytes(const typed::AssignExpr &expr);

  // builtin.cc
  using ScalarGenerator = Value *(ProgramBuilder::*)(const typed::BuiltinExpr &);
  static ScalarGenerator scalar_generator(Generator generator);
  Value *builtin(const typed::BuiltinExpr &expr);
  void string_builtin(const typed::BuiltinExpr &expr, Value *to, uint32_t size);
  Value *call_builtin(const typed::BuiltinExpr &expr, Value *to, uint32_t to_size,
                      Value *state = nullptr);
  void strtok(const typed::BuiltinExpr &expr, Value *to, uint32_t size);
  Value *call_scalar(const typed::BuiltinExpr &expr);
  Value *cached_variable(const typed::BuiltinExpr &expr);
  bool is_cached_text(const typed::BuiltinExpr &expr);
  Text cached_text(const typed::BuiltinExpr &expr);
  void write_user_text(const typed::BuiltinExpr &expr, Value *to, uint32_t size);
  Value *argument(const typed::BuiltinExpr &expr);
  Value *probe_id(const typed::BuiltinExpr &expr);
  Value *enabled_id(const typed::BuiltinExpr &expr);
  Value *errno_value(const typed::BuiltinExpr &expr);
  Value *current_thread(const typed::BuiltinExpr &expr);
  Value *cpu_part(const typed::BuiltinExpr &expr);
  Value *allocate(const typed::BuiltinExpr &expr);
  Value *copyin(const typed::BuiltinExpr &expr);
  Value *copyinto(const typed::BuiltinExpr &expr);
  Value *bcopy(const typed::BuiltinExpr &expr);
  Value *speculation(const typed::BuiltinExpr &expr);
  Value *memref(const typed::BuiltinExpr &expr);
  Value *refused(const typed::BuiltinExpr &expr);

  // record.cc
  Value *record_header(uint16_t clause);
  void begin_record(Value *record);
  void reserve(bool others);
  Value *has_record();
  void give_up_record();
  void with_record(const std::function<void(Value *)> &body);
  void submit();
  void record(const typed::Statement &statement);
  using FieldWriter = void (ProgramBuilder::*)(const Field &, const typed::Expr &, Value *);
  static FieldWriter field_writer(FieldKind kind);
  void write_integer(const Field &field, const typed::Expr &expr, Value *to);
  void write_string(const Field &field, const typed::Expr &expr, Value *to);
  void write_interned(const Field &field, const typed::Expr &expr, Value *to);
  void write_raw(const Field &field, const typed::Expr &expr, Value *to);
  void write_kernel_address(const Field &field, const typed::Expr &expr, Value *to);
  void write_user_address(const Field &field, const typed::Expr &expr, Value *to);
  Value *process_id();
  Value *traced_address(const typed::Expr &expr);

  // stack.cc
  Value *capture(Value *to, uint32_t size, uint64_t flags);
  Value *capture_kernel(Value *to, uint32_t size);
  Value *capture_user(Value *to, uint32_t size, Span span, Value **bytes = nullptr);
  Value *is_tracing(Value *frame, std::string name);
  std::vector<Value *> tracing_frames(Value *frames);
  Value *count_tracing(Value *frames);
  void write_kernel_stack(const Field &field, const typed::Expr &expr, Value *to);
  void write_user_stack(const Field &field, const typed::Expr &expr, Value *to);
  void write_stack_id(const Field &field, const typed::Expr &expr, Value *to);
  Value *caller(const typed::BuiltinExpr &expr);
  Value *user_caller(const typed::BuiltinExpr &expr);
  Value *depth(const typed::BuiltinExpr &expr, Value *bytes, Value *own);
  Value *stack_depth(const typed::BuiltinExpr &expr);
  Value *user_stack_depth(const typed::BuiltinExpr &expr);

  // action.cc
  Value *act(const typed::Statement &statement); // the value of the action's first field, or null
  using ActionMember = Value *(ProgramBuilder::*)(const typed::Statement &);
  static ActionMember action_member(ActionKind kind);
  static bool has_kernel_effect(ActionKind kind);
  Value *nothing(const typed::Statement &statement);
  Value *exit_action(const typed::Statement &statement);
  Value *speculate_action(const typed::Statement &statement);
  Value *end_speculation(const typed::Statement &statement);
  Value *runtime_action(const typed::Statement &statement);

  // aggregation.cc
  void aggregate(const typed::Statement &statement);
  Value *plain_slot(const AggregationRecord &aggregation);
  Value *aggregation_key(const AggregationRecord &aggregation, const typed::Statement &statement);
  Value *keyed_slot(const AggregationRecord &aggregation, const typed::Statement &statement);
  void update(const AggregationRecord &aggregation, Value *slot, Value *sample, Value *weight);
  void send_update(const AggregationRecord &aggregation, const typed::Statement &statement,
                   Value *sample, Value *weight);
  llvm::GlobalVariable *magnitude_table(const std::vector<dt_magnitude> &rows);

  // scratch.cc: memory of this program, one piece a CPU
  struct LateSlot {
    llvm::GlobalVariable *offset = nullptr;
    uint64_t size = 0, place = 0;
    bool zeroed = false;
  };
  void start_scratch();
  void with_scratch(const std::function<void()> &body); // body may ask for scratch memory
  void ensure_scratch(Block *next);
  Value *look_up_scratch();
  void finish_scratch();
  Value *scratch();                       // not null where with_scratch() said so
  Value *scratch_slot(uint64_t size);     // 8-aligned, until the statement ends
  LateSlot &late_slot(const void *owner, uint64_t size, bool zeroed); // for the whole firing
  Value *late_address(const LateSlot &slot);
  LateSlot &allocation();
  Value *allocate_bytes(Value *size);
  void clear_memory(Value *memory, Value *size);
  Value *own_memory(Value *address, Value *size);
  Value *bounded(Value *value, uint64_t most);
  // What alloca() can hand out in a firing; twice this fits the greatest element of task storage.
  static constexpr uint64_t allocation_bytes = 16 << 10;
  Value *read_user_text(Value *to, Value *size, Value *address); // as bpf_probe_read_user_str()

  Unit &unit_;
  const typed::Program &program_;
  const size_t index_;
  const bool is_error_probe_;
  llvm::IRBuilder<> b_;
  llvm::Function *function_ = nullptr;
  Block *entry_ = nullptr, *leave_ = nullptr, *clause_end_ = nullptr, *fault_ = nullptr;
  Value *context_ = nullptr;              // struct dt_context
  Value *bpf_context_ = nullptr;
  Value *probe_ = nullptr, *probe_index_ = nullptr; // i32: id; Probe::number (null: one probe)
  Value *attached_ = nullptr; // probe_ of the program, while a declared probe fires
  const typed::Clause *clause_ = nullptr;
  const typed::Enabling *enabling_ = nullptr;
  const ClauseRecord *layout_ = nullptr;
  uint32_t action_index_ = 0;             // of the statement under way, for faults
  bool record_certain_ = false;           // the record is not null from here to the clause's end
  Value *missing_stack_ = nullptr;        // i1: a key of this statement found no room; null: none
  bool faults_ = false;                   // the clause has a way into its fault block

  Cell record_{}, reserved_{}, fault_action_{}, scratch_{}, self_{}, self_known_{}, allocated_{}, read_slot_{};
  std::unordered_map<const Builtin *, std::pair<Cell, Cell>> cached_;             // known, value
  std::unordered_map<const Builtin *, std::pair<Cell, llvm::AllocaInst *>> cached_text_;
  std::unordered_map<const typed::Variable *, Value *> this_cells_;
  std::unordered_map<const typed::Local *, Value *> locals_;
  std::unordered_map<const typed::Local *, Text> local_texts_;
  std::unordered_map<int, llvm::GlobalVariable *> name_tables_;

  std::vector<Piece> pieces_;
  size_t piece_ = 0;                      // the one under way
  bool large_ = false;                    // the verifier needs help to find its way: see settle()
  uint32_t flags_ = 0;                    // of cut clauses
  bool in_part_ = false;                  // of a cut clause: its record is a draft in scratch memory

  uint64_t scratch_used_ = 0, scratch_most_ = 0; // bytes
  bool wants_scratch_ = false, uses_scratch_ = false;
  std::map<const void *, LateSlot> late_slots_;
  // Where scratch memory was looked up for the first time in a firing, and the cell that has it.
  std::vector<std::pair<Block *, Cell>> fresh_;
  struct Temporary {
    llvm::AllocaInst *slot;
    uint64_t size;
    bool used;
  };
  std::vector<Temporary> temporaries_;    // stack memory for one statement
};

bool scratch_is_of_thread(const ProgramSpec &spec);

// An integer's size, 8 for a pointer and anything else; whether it extends by its sign.
unsigned scalar_size(const Type *type);
bool scalar_is_signed(const Type *type);

} // namespace dtrace::codegen
