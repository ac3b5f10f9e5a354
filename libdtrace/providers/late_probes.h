// Stage: providers. Probes of what processes load while they are traced. Manifest and code are
// complete before tracing starts, so such probes are made with the others as blank ones
// (reservations); each is filled with a probe that is found when a library is loaded:
//
//   reserve   a description asks for blank probes of the programs that its probes may run in
//   claim     a blank probe becomes the one that a provider finds in a new object; a word in the memory
//             `dt_late` tells the program which reservations it is for, so that it fires once, and its
//             clauses run in program order, whatever number of descriptions mean it
//   seen      each reservation knows the objects that it was asked about
//   follow    a process has loaded or executed something: look at what is new, attach to it
//   stop, go  a target that is our child waits meanwhile (LoadWatch)
//
// One object of this class belongs to a compile, and serves every provider.
#pragma once
#include "process/process_objects.h"
#include "providers/provider.h"

#include <compare>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace {

class LoadWatch; // providers/load_watch.h
class Matches;   // providers/matches.h

struct FileId {
  uint64_t device, inode;
  auto operator<=>(const FileId &) const = default;
};
inline FileId file_id(const ProcessObject &object) { return {object.device, object.inode}; }

// What one description waits for.
struct Reservation {
  Provider *owner;
  pid_t process; // 0: every one
  ProbeDescription description;
  // A blank probe for each program that its probes may run in, named as far as the description
  // tells; their ids say that they are blank.
  std::vector<Probe> models{};
  size_t most = 0;         // blank probes of each model, about as many as may come
  std::set<FileId> seen{}; // objects that the description was asked about
};

// A blank probe was filled with `probe`; the ids differ.
using ArrivalSink = std::function<void(const Probe &probe, const Probe &blank)>;

class LateProbes {
public:
  LateProbes();
  ~LateProbes();
  LateProbes(const LateProbes &) = delete;

  // ---- While compiling -------------------------------------------------------------------------

  static bool is_blank(const Probe &probe);
  // An id for a model.
  static constexpr uint32_t model_id = 0x40000000;

  // The number of the reservation: a bit in the words of dt_late.
  uint32_t reserve(Reservation reservation);
  const Reservation &reservation(uint32_t number) const { return reservations_[number]; }
  bool any() const { return !reservations_.empty(); }
  bool any_of(const Provider &owner) const;
  // Once all is matched and numbered: makes the blank probes and numbers them, too.
  void make_blanks(Matches &matches);
  // The blank probes that may be filled with a probe like the model.
  const std::vector<Probe> &blanks(const Probe &model, const Matches &matches) const;
  size_t count(const Provider &owner) const; // of blank probes

  // ---- dt_late: for each probe number of a provider that has blank ones, a bit a reservation -----

  uint32_t words() const { return (reservations_.size() + 63) / 64; } // of a probe, of 8 bytes
  uint64_t row(const Provider &owner) const; // of its probe number 0
  size_t memory_size() const { return rows_ * words() * sizeof(uint64_t); }
  void use_memory(std::span<std::byte> memory) { memory_ = memory; }

  // ---- While tracing -----------------------------------------------------------------------------

  // A program that serves blank probes is attached; `program` and its name outlive the tracing.
  void serve(const LoadedProgram &program);
  // From now on processes are watched for what they load. Our own children are stopped then. Probes
  // are set as for `like`.
  Result<void> watch(const LoadedProgram &like, const std::function<bool(pid_t)> &is_child);
  std::vector<int> wake_fds() const; // readable: follow() has something to do
  // Gives what has come its probes, and lets whoever was stopped go on. `tell` gets a line for each
  // thing that could not be done.
  void follow(Matches &matches, const ArrivalSink &sink,
              const std::function<void(const std::string &)> &tell,
              std::vector<std::unique_ptr<Link>> &links);
  void let_go_on(); // who was stopped, untraced: nothing is followed any more
  void release();   // once the probes are gone; the same for who is stopped since

private:
  struct Pool {
    std::vector<Probe> blanks;
    size_t used = 0;
  };
  struct Arrived; // the probes of one look at a process
  Pool make_pool(const std::string &key, Provider &owner, Matches &matches);
  void look(pid_t process, Matches &matches, Arrived &arrived);
  void claim(const Probe &probe, uint32_t reservation, Matches &matches, Arrived &arrived);
  void mark(uint64_t row, uint32_t reservation);

  std::deque<Reservation> reservations_;
  std::map<std::string, Pool> pools_;          // by ProgramSpec::key
  std::map<const Provider *, uint64_t> first_; // rows of dt_late
  uint64_t rows_ = 0;
  uint32_t made_ = 0; // blank probes
  std::span<std::byte> memory_;
  std::map<std::string, LoadedProgram> programs_;     // by key
  std::unordered_map<uint32_t, Probe> claimed_;       // by the probe's id: its blank one
  std::map<pid_t, std::unique_ptr<LoadWatch>> watches_;
};

} // namespace dtrace
