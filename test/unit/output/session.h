// A Program with all behind it: what it prints is in out() and error().
#pragma once
#include "../consume/program.h"
#include "consume/consumer.h"
#include "output/printer.h"

#include <optional>

namespace dtrace::test {

class Names : public Symbolizer {
public:
  std::string kernel(uint64_t address, AddressForm form) override {
    if (address < 0xffff0000)
      return format("0x%lx", static_cast<unsigned long>(address));
    const char *symbol = address & 0x1000 ? "do_syscall_64" : "entry";
    const unsigned long offset = address & 0xfff;
    if (form == AddressForm::Module)
      return "vmlinux";
    std::string name = std::string("vmlinux`") + symbol;
    return form == AddressForm::Address && offset ? name + format("+0x%lx", offset) : name;
  }
  std::string user(uint64_t tgid, uint64_t address, AddressForm) override {
    return tgid == 7 ? format("libc.so.6`getppid+0x%lx", static_cast<unsigned long>(address))
                     : format("0x%lx", static_cast<unsigned long>(address));
  }
  std::vector<uint64_t> stack(uint64_t id, bool user) override {
    if (id != 5)
      return {};
    return user ? std::vector<uint64_t>{9} : std::vector<uint64_t>{0xffff11fa, 0xffff0076};
  }
};

class Session : public Program {
public:
  Options options;
  FakeKernel kernel;

  void set(std::string_view option, std::string_view value = "") {
    ASSERT_TRUE(options.set(option, value));
  }
  Session &quiet() {
    set("quiet");
    return *this;
  }
  // The program is complete.
  Consumer &start() {
    printer_.emplace(manifest, recorded, options, names_, out_, error_);
    consumer_.emplace(manifest, recorded, options, *printer_, kernel);
    return *consumer_;
  }
  Consumer &consumer() { return consumer_ ? *consumer_ : start(); }
  void take(std::span<const std::byte> sample) { consumer().consume(sample); }
  std::string finish() {
    consumer().end_of_begin();
    consumer().end_of_batch();
    consumer().finish();
    return out();
  }
  std::string out() {
    out_.flush();
    return out_text_;
  }
  std::string error() {
    error_.flush();
    return error_text_;
  }
  Output &output() { return out_; }
  Printer &printer() { return *printer_; }

  void update(uint32_t aggregation, const Key &key, int64_t value = 0, uint32_t cpu = 0,
              int64_t weight = 1) {
    kernel.update(manifest.aggregations[aggregation], key, value, cpu, weight);
  }

private:
  std::string out_text_, error_text_;
  Output out_{&out_text_}, error_{&error_text_};
  Names names_;
  std::optional<Printer> printer_;
  std::optional<Consumer> consumer_;
};

} // namespace dtrace::test
