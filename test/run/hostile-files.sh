# What any user can put in our way, as files of a process: none of it stops us, ends us, or is believed.
# @requires: root command:cc
# @time: 60
cat >hostile.c <<'C'
// Writes an ELF library whose second segment, executable, has an offset and a size that wrap.
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
enum { page = 4096 };
static unsigned char file[4 * page];
int main(int argc, char **argv) {
  Elf64_Ehdr *header = (Elf64_Ehdr *)file;
  Elf64_Phdr *segments = (Elf64_Phdr *)(header + 1);
  Elf64_Shdr *sections = (Elf64_Shdr *)(file + page);
  memcpy(header->e_ident, ELFMAG, SELFMAG);
  header->e_ident[EI_CLASS] = ELFCLASS64;
  header->e_ident[EI_DATA] = ELFDATA2LSB;
  header->e_ident[EI_VERSION] = header->e_version = EV_CURRENT;
  header->e_type = ET_DYN;
  header->e_machine = EM_X86_64;
  header->e_phoff = sizeof *header;
  header->e_phentsize = sizeof *segments;
  header->e_phnum = 1;
  header->e_shoff = page;
  header->e_shentsize = sizeof *sections;
  header->e_shnum = 3;
  segments->p_type = PT_LOAD;
  segments->p_flags = PF_R | PF_X;
  segments->p_offset = 0 - (uint64_t)0x10000000;
  segments->p_filesz = segments->p_memsz = 0x10000100;
  sections[1] = (Elf64_Shdr){.sh_type = SHT_STRTAB, .sh_offset = 2 * page, .sh_size = 16};
  sections[2] = (Elf64_Shdr){.sh_type = SHT_SYMTAB, .sh_link = 1, .sh_entsize = sizeof(Elf64_Sym),
                             .sh_offset = 3 * page, .sh_size = 2 * sizeof(Elf64_Sym)};
  strcpy((char *)file + 2 * page + 1, "late_fn");
  Elf64_Sym *symbol = (Elf64_Sym *)(file + 3 * page) + 1;
  *symbol = (Elf64_Sym){.st_name = 1, .st_info = STT_FUNC, .st_shndx = 1, .st_value = 0x100, .st_size = 64};
  return fwrite(file, sizeof file, 1, stdout) != 1;
}
C
cat >mapper.c <<'C'
// Maps its arguments and waits.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++)
    mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, open(argv[i], O_RDONLY), 0);
  puts("ready");
  fflush(stdout);
  pause();
}
C
cc -o hostile hostile.c && cc -o mapper mapper.c || exit 1
./hostile >wraps.so
cp "$(command -v bash)" short.so
./mapper ./wraps.so ./short.so >ready &
target=$!
trap 'kill $target' EXIT
until [ -s ready ]; do sleep 0.05; done
truncate -s 8192 short.so

# A segment that wraps, and a file that lost its end.
timeout 20 "$DTRACE" -ln "pid$target::late_fn:entry" 2>&1 | sed "s/$target/PID/g" | grep -v '^ *ID'
