/* arch/x86/include/asm/ptrace.h: struct pt_regs, by words. */
enum { R12 = 3, BP, BX, R11, R10, R9, R8, AX, CX, DX, SI, DI, ORIG_AX, IP, CS, FLAGS, SP, SS, SAVED };
extern const u32 dt_offset_task_struct__thread__fsindex;
extern const u32 dt_offset_task_struct__thread__gsindex;
extern const u32 dt_offset_task_struct__thread__ds;
extern const u32 dt_offset_task_struct__thread__es;
extern const u32 dt_offset_task_struct__thread__fsbase;
extern const u32 dt_offset_task_struct__thread__gsbase;
extern const u32 dt_offset_task_struct__thread__trap_nr;
extern const u32 dt_offset_task_struct__thread__error_code;
#define FIRST_REGISTER 0
#define THREAD(member) (bpf_get_current_task() + dt_offset_task_struct__thread__##member)

#define COMMON(R) R(0, IP) R(1, SP) R(2, BP) R(3, FLAGS) R(4, AX) R(5, DX)

/* What is not saved at each entry lies in the thread's structure. */
inline_ int own_register(u64 n, u64 *value) {
  switch (n) {
  case SAVED:
    *value = (u16)read_half(THREAD(fsindex));
    return 1;
  case SAVED + 1:
    *value = (u16)read_half(THREAD(gsindex));
    return 1;
  case SAVED + 2:
    *value = (u16)read_half(THREAD(ds));
    return 1;
  case SAVED + 3:
    *value = (u16)read_half(THREAD(es));
    return 1;
  case SAVED + 4:
    *value = read_word(THREAD(fsbase));
    return 1;
  case SAVED + 5:
    *value = read_word(THREAD(gsbase));
    return 1;
  case SAVED + 6:
    *value = read_word(THREAD(trap_nr));
    return 1;
  case SAVED + 7:
    *value = read_word(THREAD(error_code));
    return 1;
  }
  if (n < SAVED)
    *value = saved_register(n);
  return n < SAVED;
}

/* The Go run-time keeps its g in the word below the thread pointer. */
inline_ u64 go_current(void) {
  return read_user_word(read_word(THREAD(fsbase)) - 8);
}
