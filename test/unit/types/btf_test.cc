// Kernel types: made-up files of BTF, split ones among them, and this machine's vmlinux, read here
// and by libbpf.
#include "types/btf_importer.h"

#include <bpf/btf.h>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

using namespace dtrace;

namespace {
using OwnedBtf = std::unique_ptr<btf, decltype(&btf__free)>;

struct Folder { // gone when the test ends
  std::string path = "/tmp/btf_test.XXXXXX";
  Folder() { EXPECT_TRUE(mkdtemp(path.data())); }
  ~Folder() { EXPECT_EQ(system(("rm -r " + path).c_str()), 0); }
  void write(const std::string &name, std::string_view bytes) const {
    std::ofstream(path + "/" + name, std::ios::binary) << bytes;
  }
  void write(const std::string &name, const btf *data) const {
    uint32_t size = 0;
    const void *bytes = btf__raw_data(data, &size);
    write(name, std::string_view(static_cast<const char *>(bytes), size));
  }
};

// vmlinux: what a kernel's file has of each kind. fs: a module's, split from it.
struct BtfTest : testing::Test {
  Folder folder;
  OwnedBtf vmlinux{btf__new_empty(), btf__free};
  OwnedBtf module{nullptr, btf__free};
  TypeGraph graph;
  BtfImporter *importer = nullptr;
  int inode = 0;

  void SetUp() override {
    fill_vmlinux();
    module.reset(btf__new_empty_split(vmlinux.get()));
    fill_module();
    folder.write("vmlinux", vmlinux.get());
    folder.write("fs", module.get());
    auto owned = std::make_unique<BtfImporter>(folder.path);
    importer = owned.get();
    graph.add_importer(std::move(owned));
  }

  void fill_vmlinux() {
    btf *b = vmlinux.get();
    const int integer = btf__add_int(b, "int", 4, BTF_INT_SIGNED);
    const int word = btf__add_int(b, "long unsigned int", 8, 0);
    const int character = btf__add_int(b, "char", 1, 0);
    const int wide = btf__add_int(b, "unsigned __int128", 16, 0);
    const int string = btf__add_ptr(b, btf__add_const(b, character));
    const int user = btf__add_ptr(b, btf__add_type_tag(b, "user", character));
    const int name = btf__add_array(b, integer, character, 16);
    const int count = btf__add_typedef(b, "count_t", btf__add_volatile(b, word));

    const int anonymous = btf__add_union(b, nullptr, 8);
    btf__add_field(b, "raw", word, 0, 0);
    btf__add_field(b, "pointer", string, 0, 0);
    const int flags = btf__add_struct(b, "flags", 4);
    btf__add_field(b, "low", integer, 0, 3);
    btf__add_field(b, "high", integer, 3, 7);
    btf__add_field(b, "whole", character, 16, 0);

    const int forward = btf__add_ptr(b, btf__add_fwd(b, "inode", BTF_FWD_STRUCT));
    inode = btf__add_struct(b, "inode", 80);
    btf__add_field(b, "self", forward, 0, 0);
    btf__add_field(b, nullptr, anonymous, 64, 0);
    btf__add_field(b, "name", name, 128, 0);
    btf__add_field(b, "flags", flags, 256, 0);
    btf__add_field(b, "wide", wide, 384, 0);
    btf__add_field(b, "count", count, 512, 0);
    btf__add_field(b, "user", user, 576, 0);

    btf__add_struct(b, "packed", 9);
    btf__add_field(b, "first", character, 0, 0);
    btf__add_field(b, "second", word, 8, 0);

    btf__add_enum(b, "state", 4);
    btf__add_enum_value(b, "RUNNING", 0);
    btf__add_enum_value(b, "LOST", -1);
    btf__add_enum64(b, "mask", 8, false);
    btf__add_enum64_value(b, "TOP", 1ull << 63);

    const int pointer = btf__add_ptr(b, inode), nothing = btf__add_ptr(b, 0);
    const int proto = btf__add_func_proto(b, integer);
    btf__add_func_param(b, "inode", pointer);
    btf__add_func_param(b, "format", string);
    btf__add_func_param(b, nullptr, 0);
    btf__add_func(b, "inode_print", BTF_FUNC_STATIC, proto);
    btf__add_var(b, "inode_count", BTF_VAR_GLOBAL_ALLOCATED, count);
    const int trace = btf__add_func_proto(b, 0);
    btf__add_func_param(b, nullptr, nothing);
    btf__add_func_param(b, "inode", pointer);
    btf__add_typedef(b, "btf_trace_inode_free", btf__add_ptr(b, trace));
    btf__add_ptr(b, btf__add_fwd(b, "hidden", BTF_FWD_UNION));
  }

  void fill_module() {
    btf *b = module.get();
    btf__add_struct(b, "fs_inode", 96);
    btf__add_field(b, "inode", inode, 0, 0);
    btf__add_field(b, "block", btf__find_by_name(b, "long unsigned int"), 640, 0);
    const int proto = btf__add_func_proto(b, 0);
    btf__add_func(b, "fs_mount", BTF_FUNC_STATIC, proto);
  }

  const Type *find(TypeKind kind, std::string_view name) { return graph.find(kind, name); }
};
} // namespace

TEST_F(BtfTest, BasicTypesAreThoseOfD) {
  const Type *type = find(TypeKind::Typedef, "count_t");
  ASSERT_TRUE(type);
  EXPECT_EQ(type->strip(), graph.integer(8, false));
  EXPECT_EQ(type_name(type), "count_t");
  EXPECT_EQ(type_name(type->target), "volatile unsigned long");
  EXPECT_EQ(type->size, 8u);
}

TEST_F(BtfTest, MembersOfAStruct) {
  const Type *type = find(TypeKind::Struct, "inode");
  ASSERT_TRUE(type);
  EXPECT_EQ(type->size, 80u);
  EXPECT_EQ(type->alignment, 16u);
  EXPECT_TRUE(type->member_list.empty()); // nobody asked yet
  EXPECT_EQ(member_names(*type), (std::vector<std::string_view>{"self", "raw", "pointer", "name",
                                                                "flags", "wide", "count", "user"}));
  EXPECT_EQ(find_member(*type, "pointer")->bit_offset, 64u);
  EXPECT_EQ(type_name(find_member(*type, "pointer")->member->type), "const char *");
  EXPECT_EQ(type_name(find_member(*type, "name")->member->type), "char [16]");
  EXPECT_TRUE(find_member(*type, "name")->member->type->is_char_pointer_or_array());
  EXPECT_EQ(find_member(*type, "wide")->member->type->size, 16u);
  const Type *user = find_member(*type, "user")->member->type;
  EXPECT_TRUE(user->userland);
  EXPECT_EQ(type_name(user), "userland char *");
  // The forward declaration led to the struct itself.
  EXPECT_EQ(find_member(*type, "self")->member->type->target, type);
}

TEST_F(BtfTest, BitFields) {
  const Type *type = find(TypeKind::Struct, "flags");
  const auto high = find_member(*type, "high");
  ASSERT_TRUE(high);
  EXPECT_EQ(high->bit_offset, 3u);
  EXPECT_EQ(high->member->bit_size, 7u);
  EXPECT_FALSE(find_member(*type, "whole")->member->is_bit_field());
  EXPECT_EQ(find_member(*type, "whole")->bit_offset, 16u);
}

TEST_F(BtfTest, PackedStructsAreNotAligned) {
  EXPECT_EQ(find(TypeKind::Struct, "packed")->alignment, 1u);
  EXPECT_EQ(find(TypeKind::Struct, "flags")->alignment, 4u);
}

TEST_F(BtfTest, Enums) {
  const Type *state = find(TypeKind::Enum, "state");
  ASSERT_TRUE(state);
  EXPECT_TRUE(state->is_signed);
  ASSERT_EQ(state->enumerators().size(), 2u);
  EXPECT_EQ(state->enumerators()[1].value, -1);
  const Type *mask = find(TypeKind::Enum, "mask");
  ASSERT_TRUE(mask);
  EXPECT_EQ(mask->size, 8u);
  EXPECT_EQ(static_cast<uint64_t>(mask->enumerators()[0].value), 1ull << 63);

  const Type *its_type = nullptr;
  const TypeEnumerator *lost = graph.import_enumerator("", "LOST", &its_type);
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->value, -1);
  EXPECT_EQ(its_type, state);
  EXPECT_TRUE(graph.import_enumerator("vmlinux", "TOP", &its_type));
  EXPECT_EQ(its_type, mask);
  EXPECT_FALSE(graph.import_enumerator("", "inode", nullptr));
}

TEST_F(BtfTest, FunctionsVariablesTracepoints) {
  const Type *function = importer->find_function(graph, "vmlinux", "inode_print");
  ASSERT_TRUE(function);
  EXPECT_TRUE(function->variadic);
  EXPECT_EQ(type_declaration(function, "inode_print"),
            "int inode_print(struct inode *, const char *, ...)");
  EXPECT_EQ(function->parameter_names, (std::vector<std::string_view>{"inode", "format"}));
  EXPECT_EQ(importer->find_function(graph, "", "inode_count"), nullptr);
  EXPECT_EQ(btf__name_by_offset(
                vmlinux.get(),
                btf__type_by_id(vmlinux.get(), importer->function_id("", "inode_print"))->name_off),
            std::string("inode_print"));

  const Type *variable = importer->find_variable(graph, "", "inode_count");
  ASSERT_TRUE(variable);
  EXPECT_EQ(type_name(variable), "count_t");

  const Type *trace = importer->find_raw_tracepoint(graph, "", "inode_free");
  ASSERT_TRUE(trace);
  EXPECT_EQ(type_name(trace), "void (void *, struct inode *)");
  EXPECT_EQ(importer->find_raw_tracepoint(graph, "", "no_such"), nullptr);

  std::vector<std::string_view> names;
  importer->for_each("fs", BtfNames::Functions,
                     [&](std::string_view name, uint32_t) { names.push_back(name); });
  EXPECT_EQ(names, (std::vector<std::string_view>{"fs_mount"}));
}

TEST_F(BtfTest, ModulesAreSplitFromVmlinux) {
  const Type *type = graph.find_in("fs", TypeKind::Struct, "fs_inode");
  ASSERT_TRUE(type);
  EXPECT_EQ(graph.find_in("vmlinux", TypeKind::Struct, "fs_inode"), nullptr);
  EXPECT_EQ(find(TypeKind::Struct, "fs_inode"), type); // no object: any module
  EXPECT_EQ(type->alignment, 16u);
  EXPECT_EQ(find_member(*type, "inode")->member->type, find(TypeKind::Struct, "inode"));
  EXPECT_EQ(find_member(*type, "block")->member->type, graph.integer(8, false));
  EXPECT_EQ(find_member(*type, "block")->bit_offset, 640u);
  EXPECT_EQ(graph.find_in("fs", TypeKind::Struct, "inode"), nullptr);
  EXPECT_EQ(graph.find_in("no_module", TypeKind::Struct, "fs_inode"), nullptr);
  EXPECT_EQ(graph.find_in("../vmlinux", TypeKind::Struct, "inode"), nullptr);
  EXPECT_EQ(importer->objects(), (std::vector<std::string>{"vmlinux", "fs"}));
}

TEST_F(BtfTest, NamesThatAreNotThere) {
  EXPECT_EQ(find(TypeKind::Struct, "nod"), nullptr);
  EXPECT_EQ(find(TypeKind::Struct, "inod"), nullptr);
  EXPECT_EQ(find(TypeKind::Union, "inode"), nullptr);
  EXPECT_EQ(find(TypeKind::Struct, ""), nullptr);
  EXPECT_EQ(importer->problem(), "");
}

TEST_F(BtfTest, FilesThatAreDamaged) {
  uint32_t size = 0;
  const auto *bytes = static_cast<const char *>(btf__raw_data(vmlinux.get(), &size));
  const std::string good(bytes, size);
  const auto problem_of = [&](std::string_view data) {
    folder.write("vmlinux", data);
    BtfImporter fresh(folder.path);
    EXPECT_EQ(fresh.find(graph, "", TypeKind::Struct, "inode"), nullptr);
    return fresh.problem();
  };
  EXPECT_NE(problem_of("").find("too short"), std::string::npos);
  EXPECT_NE(problem_of(std::string(100, 'x')).find("not BTF"), std::string::npos);
  EXPECT_NE(problem_of(good.substr(0, size / 2)).find("outside"), std::string::npos);
  EXPECT_NE(problem_of(good.substr(0, size - 1) + "x").find("not terminated"), std::string::npos);

  // Any bytes whatever may be refused or read, not crash.
  for (unsigned i = sizeof(btf_header); i < size; i += 3) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (i % 2 ? 0xff : 1 << i % 8));
    folder.write("vmlinux", bad);
    TypeGraph other;
    auto fresh = std::make_unique<BtfImporter>(folder.path);
    BtfImporter &data = *fresh;
    other.add_importer(std::move(fresh));
    if (const Type *type = other.find(TypeKind::Struct, "inode"))
      member_names(*type);
    data.find_function(other, "", "inode_print");
  }
  BtfImporter none("/nonexistent");
  EXPECT_EQ(none.find(graph, "", TypeKind::Struct, "inode"), nullptr);
  EXPECT_NE(none.problem().find("No such file"), std::string::npos);
}

// Files of sysfs that cannot be mapped, as type data before Linux 6.16, are read.
TEST(BtfFile, FilesThatCanNotBeMapped) {
  if (access("/sys/kernel/notes", R_OK) != 0)
    GTEST_SKIP() << "no /sys/kernel/notes";
  const auto file = BtfFile::open("/sys/kernel/notes", nullptr);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("not BTF"), std::string::npos) << file.error().message;
}

// ---- This machine's kernel -------------------------------------------------------------------

namespace {
struct HostBtf : testing::Test {
  TypeGraph graph;
  BtfImporter *importer = nullptr;
  void SetUp() override {
    auto owned = std::make_unique<BtfImporter>();
    importer = owned.get();
    graph.add_importer(std::move(owned));
    if (access("/sys/kernel/btf/vmlinux", R_OK) != 0)
      GTEST_SKIP() << "this kernel has no type data";
  }
  const Type *member_type(const Type *type, std::string_view name) {
    const auto found = find_member(type->is_pointer() ? *type->strip()->target : *type, name);
    EXPECT_TRUE(found) << name;
    return found ? found->member->type : graph.void_type();
  }
};
} // namespace

TEST_F(HostBtf, ChainsOfMembers) {
  const Type *task = graph.find(TypeKind::Struct, "task_struct");
  ASSERT_TRUE(task);
  EXPECT_GT(task->size, 1000u);
  EXPECT_EQ(type_name(member_type(task, "comm")), "char [16]");
  EXPECT_EQ(member_type(task, "pid")->strip(), graph.int_type());
  EXPECT_EQ(member_type(task, "real_parent")->strip()->target->strip(), task);
  const Type *path = member_type(member_type(task, "fs"), "pwd");
  const Type *dentry = member_type(path, "dentry");
  EXPECT_EQ(type_name(dentry), "struct dentry *");
  const Type *name = member_type(dentry, "d_name");
  EXPECT_EQ(type_name(member_type(name, "name")), "const unsigned char *");
  EXPECT_TRUE(find_member(*task, "in_execve")->member->is_bit_field());
}

TEST_F(HostBtf, FunctionsAndTracepoints) {
  const Type *function = importer->find_function(graph, "", "vfs_read");
  ASSERT_TRUE(function);
  ASSERT_EQ(function->parameters().size(), 4u);
  EXPECT_EQ(type_name(function->parameters()[0]), "struct file *");
  EXPECT_EQ(function->parameter_names[2], "count");
  const Type *fork = importer->find_raw_tracepoint(graph, "", "sched_process_fork");
  ASSERT_TRUE(fork);
  ASSERT_EQ(fork->parameters().size(), 3u);
  EXPECT_EQ(type_name(fork->parameters()[1]), "struct task_struct *");
}

// Every struct, union and enum of the kernel, as libbpf reads it.
TEST_F(HostBtf, EveryStructAsLibbpfReadsIt) {
  const OwnedBtf theirs(btf__parse("/sys/kernel/btf/vmlinux", nullptr), btf__free);
  ASSERT_TRUE(theirs);
  unsigned structs = 0, members = 0, bit_fields = 0, aligned = 0;
  for (uint32_t id = 1; id < btf__type_cnt(theirs.get()); id++) {
    const btf_type *record = btf__type_by_id(theirs.get(), id);
    const std::string name = btf__name_by_offset(theirs.get(), record->name_off);
    if (!btf_is_struct(record) || name.empty() ||
        btf__find_by_name_kind(theirs.get(), name.c_str(), BTF_KIND_STRUCT) != static_cast<int>(id))
      continue;
    const Type *type = graph.find_in("vmlinux", TypeKind::Struct, name);
    ASSERT_TRUE(type) << name;
    ASSERT_EQ(type->name, name);
    ASSERT_EQ(type->size, record->size) << name;
    ASSERT_EQ(type->members().size(), btf_vlen(record)) << name;
    aligned += type->alignment == static_cast<uint32_t>(btf__align_of(theirs.get(), id));
    for (int i = 0; i < btf_vlen(record); i++) {
      const TypeMember &member = type->members()[i];
      const btf_member &their_member = btf_members(record)[i];
      ASSERT_EQ(member.name, btf__name_by_offset(theirs.get(), their_member.name_off)) << name;
      ASSERT_EQ(member.bit_offset, btf_member_bit_offset(record, i)) << name << '.' << member.name;
      ASSERT_EQ(member.bit_size, btf_member_bitfield_size(record, i)) << name << '.' << member.name;
      const int64_t size = btf__resolve_size(theirs.get(), their_member.type);
      const uint64_t expected = size > 0 ? size : member.type->size;
      ASSERT_EQ(member.type->size, expected) << name << '.' << member.name;
      members++;
      bit_fields += member.is_bit_field();
    }
    structs++;
  }
  EXPECT_GT(structs, 3000u);
  EXPECT_GT(members, 30000u);
  EXPECT_GT(bit_fields, 500u);
  EXPECT_GT(aligned, structs * 95 / 100); // libbpf guesses at packed ones in another way
}

// The types of a name and of what it leads to, not all of the kernel's.
TEST_F(HostBtf, FirstNameMakesFewTypes) {
  const size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
  TypeGraph fresh;
  fresh.add_importer(std::make_unique<BtfImporter>());
  ASSERT_TRUE(find_member(*fresh.find(TypeKind::Struct, "task_struct"), "comm"));
  const size_t used = mallinfo2().uordblks + mallinfo2().hblkhd - before;
  RecordProperty("bytes", std::to_string(used));
  EXPECT_LT(used, 4u << 20);
}
