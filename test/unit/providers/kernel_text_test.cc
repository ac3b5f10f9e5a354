// The text of an event's format; the names of cpc's probes; the list of functions. No kernel.
#include "providers/cpc_name.h"
#include "providers/event_format.h"
#include "providers/traceable_functions.h"

#include <gtest/gtest.h>

using namespace dtrace;

TEST(EventFormat, Fields) {
  const EventFormat format = read_event_format(
      "name: sched_process_exec\n"
      "ID: 365\n"
      "format:\n"
      "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
      "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
      "\n"
      "\tfield:__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;\n"
      "\tfield:pid_t pid;\toffset:12;\tsize:4;\tsigned:1;\n"
      "\tfield:char comm[16];\toffset:16;\tsize:16;\tsigned:0;\n"
      "\tfield:const void * ptr;\toffset:32;\tsize:8;\tsigned:0;\n"
      "\tfield:__rel_data_loc u8[] data;\toffset:40;\tsize:4;\tsigned:0;\n"
      "\n"
      "print fmt: \"field:%s offset:%d\", __get_str(filename), REC->pid\n");
  EXPECT_EQ(format.id, 365u);
  ASSERT_EQ(format.fields.size(), 5u);
  EXPECT_EQ(format.fields[0].name, "filename");
  EXPECT_EQ(format.fields[0].type, "char");
  EXPECT_TRUE(format.fields[0].located && format.fields[0].is_array);
  EXPECT_EQ(format.fields[1].name, "pid");
  EXPECT_EQ(format.fields[1].type, "pid_t");
  EXPECT_EQ(format.fields[1].offset, 12u);
  EXPECT_TRUE(format.fields[1].is_signed);
  EXPECT_FALSE(format.fields[1].is_array);
  EXPECT_EQ(format.fields[2].type, "char");
  EXPECT_EQ(format.fields[2].name, "comm");
  EXPECT_TRUE(format.fields[2].is_array && !format.fields[2].located);
  EXPECT_EQ(format.fields[2].size, 16u);
  EXPECT_EQ(format.fields[3].type, "const void *");
  EXPECT_EQ(format.fields[3].name, "ptr");
  EXPECT_TRUE(format.fields[4].relative && format.fields[4].is_array);
  EXPECT_EQ(format.fields[4].type, "u8");
}

TEST(EventFormat, NoFormat) {
  EXPECT_EQ(read_event_format("").id, 0u);
  EXPECT_EQ(read_event_format("ID: \n\tfield:;\toffset:x;").id, 0u);
  EXPECT_TRUE(read_event_format("field:int x; offset:0;").fields.empty());
}

TEST(CpcName, Parts) {
  const auto probe = read_cpc_name("page_faults-user-3");
  ASSERT_TRUE(probe);
  EXPECT_STREQ(probe->event->name, "page_faults");
  EXPECT_TRUE(probe->user && !probe->kernel);
  EXPECT_EQ(probe->count, 3u);
  const auto raw = read_cpc_name("r01c2-all-100000");
  ASSERT_TRUE(raw);
  EXPECT_EQ(raw->config, 0x1c2u);
  EXPECT_TRUE(raw->user && raw->kernel);
  EXPECT_TRUE(read_cpc_name("PAPI_tot_ins-kernel-1000000"));
  for (const char *name : {"", "cpu_clock", "cpu_clock-all", "cpu_clock-all-", "cpu_clock-all-1x",
                           "cpu_clock-all-1", "cpu_clock-none-1000000", "nothing-all-1000000",
                           "r-all-100000", "rxyz-all-100000"})
    EXPECT_FALSE(read_cpc_name(name)) << name;
}

TEST(CpcName, Explanations) {
  EXPECT_NE(explain_cpc_name("cpu_clok-all-1000000").find("cpu_clock"), std::string::npos);
  EXPECT_NE(explain_cpc_name("cpu_clock-some-1000000").find("user, kernel or all"),
            std::string::npos);
  EXPECT_NE(explain_cpc_name("cpu_clock-all-5").find("200000"), std::string::npos);
  EXPECT_NE(explain_cpc_name("cpu_clock-all-many").find("decimal"), std::string::npos);
  EXPECT_NE(explain_cpc_name("cpu_clock").find("EVENT-MODE-COUNT"), std::string::npos);
}

TEST(TraceableFunctions, Rows) {
  TraceableFunctions functions("ffffffff81000010 do_it\n"
                               "ffffffff81000020 twice\n"
                               "ffffffff81000030 twice\n"
                               "__ftrace_invalid_address___64\n"
                               "ffffffffc0000010 twice [ext4]\n"
                               "plain [xfs]\n");
  ASSERT_EQ(functions.rows().size(), 5u);
  const TraceableFunction *one = functions.find("do_it");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->address, 0xffffffff81000010u);
  EXPECT_EQ(one->module, "vmlinux");
  EXPECT_EQ(functions.all_of(*one).size(), 1u);
  const TraceableFunction *twice = functions.find("twice");
  ASSERT_TRUE(twice);
  EXPECT_FALSE(twice->repeated);
  EXPECT_EQ(functions.all_of(*twice).size(), 2u);
  EXPECT_TRUE(functions.rows()[2].repeated);
  EXPECT_FALSE(functions.rows()[3].repeated);
  EXPECT_EQ(functions.rows()[3].module, "ext4");
  const TraceableFunction *plain = functions.find("plain");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->address, 0u);
  EXPECT_EQ(plain->module, "xfs");
  EXPECT_FALSE(functions.find("__ftrace_invalid_address___64"));
  EXPECT_FALSE(functions.find("absent"));
}
